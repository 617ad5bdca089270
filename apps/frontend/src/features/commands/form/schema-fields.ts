type FieldKind =
  | 'text'
  | 'longText'
  | 'url'
  | 'number'
  | 'integer'
  | 'flag'
  | 'choice'
  | 'list'
  | 'map'
  | 'json';
type ItemKind = 'text' | 'number' | 'integer';

/** What the form needs to know of one property of an input. */
export interface Field {
  name: string;
  kind: FieldKind;
  description: string | undefined;
  isRequired: boolean;
  defaultValue: unknown;
  choices: string[];
  itemKind: ItemKind;
  least: number | undefined;
  most: number | undefined;
}

type Schema = Readonly<Record<string, unknown>>;

const longTextFrom = 200;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;

const readChoices = (schema: Schema): string[] =>
  Array.isArray(schema['enum'])
    ? schema['enum'].filter((word): word is string => typeof word === 'string')
    : [];

const toTextKind = (schema: Schema): FieldKind => {
  if (readChoices(schema).length > 0) return 'choice';
  if (schema['format'] === 'uri') return 'url';
  return (readNumber(schema['maxLength']) ?? 0) > longTextFrom ? 'longText' : 'text';
};

const toItemKind = (items: unknown): ItemKind | undefined => {
  if (!isSchema(items)) return undefined;
  if (items['type'] === 'string') return 'text';
  return items['type'] === 'number' || items['type'] === 'integer' ? items['type'] : undefined;
};

const isTextMap = (schema: Schema): boolean =>
  schema['properties'] === undefined &&
  isSchema(schema['additionalProperties']) &&
  schema['additionalProperties']['type'] === 'string';

const toKind = (schema: Schema): FieldKind => {
  switch (schema['type']) {
    case 'string':
      return toTextKind(schema);
    case 'number':
      return 'number';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'flag';
    case 'array':
      return toItemKind(schema['items']) === undefined ? 'json' : 'list';
    case 'object':
      return isTextMap(schema) ? 'map' : 'json';
    default:
      return 'json';
  }
};

const readLimits = (schema: Schema): Pick<Field, 'least' | 'most'> => {
  const find = (...names: string[]) =>
    names.map((name) => readNumber(schema[name])).find((limit) => limit !== undefined);
  return {
    least: find('minimum', 'minLength', 'minItems'),
    most: find('maximum', 'maxLength', 'maxItems'),
  };
};

const toField = (name: string, schema: Schema, isRequired: boolean): Field => ({
  name,
  kind: toKind(schema),
  description: typeof schema['description'] === 'string' ? schema['description'] : undefined,
  isRequired,
  defaultValue: schema['default'],
  choices: readChoices(schema),
  itemKind: toItemKind(schema['items']) ?? 'text',
  ...readLimits(schema),
});

/**
 * The fields of an object schema (JSON Schema 2020-12). What a form cannot hold well becomes a JSON field.
 * Undefined if the input is not an object with properties; then only JSON is offered.
 */
export const toFields = (schema: Schema): Field[] | undefined => {
  if (schema['type'] !== 'object' || !isSchema(schema['properties'])) return undefined;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).map(([name, property]) =>
    toField(name, isSchema(property) ? property : {}, required.includes(name)),
  );
};
