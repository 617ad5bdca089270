import { t } from '../../../messages/index.ts';
import type { Field } from './schema-fields.ts';

export interface MapRow {
  name: string;
  value: string;
}

/** What a control holds while it is edited. */
export type RawValue = string | MapRow[];
export type RawValues = Readonly<Record<string, RawValue>>;

type Parsed = { value: unknown } | { problem: string } | undefined;

const toJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

const toMapRows = (value: unknown): MapRow[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([name, part]) => ({ name, value: String(part) }))
    : [];

const toRaw = (field: Field, value: unknown): RawValue => {
  if (field.kind === 'map') return toMapRows(value);
  if (field.kind === 'json' && value !== undefined) return toJson(value);
  if (value === undefined) return '';
  if (field.kind === 'list' && Array.isArray(value))
    return value.join(field.itemKind === 'text' ? '\n' : ', ');
  return typeof value === 'string' ? value : toJson(value);
};

/** The state of the controls for an input; what the input lacks shows its default. */
export const toRawValues = (fields: readonly Field[], input: unknown): RawValues => {
  const known =
    typeof input === 'object' && input !== null ? new Map(Object.entries(input)) : new Map<string, unknown>();
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      toRaw(field, known.has(field.name) ? known.get(field.name) : field.defaultValue),
    ]),
  );
};

const parseNumber = (text: string, kind: 'number' | 'integer'): Parsed => {
  const number = Number(text);
  if (!Number.isFinite(number)) return { problem: t.form.notNumber(text) };
  if (kind === 'integer' && !Number.isInteger(number)) return { problem: t.form.notWhole(text) };
  return { value: number };
};

const parseList = (text: string, { itemKind }: Field): Parsed => {
  const separator = itemKind === 'text' ? /\n/ : /[\s,;]+/;
  const items = text.split(separator).filter((item) => item.trim() !== '');
  if (itemKind === 'text') return { value: items };
  const parsed = items.map((item) => parseNumber(item, itemKind));
  const problem = parsed.find((item) => item !== undefined && 'problem' in item);
  return (
    problem ?? {
      value: parsed.map((item) => (item !== undefined && 'value' in item ? item.value : undefined)),
    }
  );
};

/** @returns the value, or in words why the text is not JSON */
export const parseJson = (text: string): { value: unknown } | { problem: string } => {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return { problem: t.form.notJson(error instanceof Error ? error.message : '') };
  }
};

const parseText = (text: string, field: Field): Parsed => {
  const isTextual = field.kind === 'text' || field.kind === 'longText';
  if (isTextual) return text === '' && !field.isRequired ? undefined : { value: text };
  if (text.trim() === '') return field.isRequired ? { problem: t.form.required } : undefined;
  switch (field.kind) {
    case 'number':
    case 'integer':
      return parseNumber(text, field.kind);
    case 'flag':
      return { value: text === 'true' };
    case 'list':
      return parseList(text, field);
    case 'json':
      return parseJson(text);
    default:
      return { value: text };
  }
};

const parse = (raw: RawValue | undefined, field: Field): Parsed => {
  if (!Array.isArray(raw)) return parseText(raw ?? '', field);
  const rows = raw.filter(({ name }) => name.trim() !== '');
  if (rows.length === 0 && !field.isRequired) return undefined;
  return { value: Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value])) };
};

export interface ParsedInput {
  input: Record<string, unknown>;
  /** By name of the field. */
  problems: Record<string, string>;
}

/** The input that the controls describe. Empty optional controls are left out, so that the definition's defaults hold. */
export const toInput = (fields: readonly Field[], raw: RawValues): ParsedInput => {
  const input: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const parsed = parse(raw[field.name], field);
    if (parsed === undefined) continue;
    if ('problem' in parsed) problems[field.name] = parsed.problem;
    else input[field.name] = parsed.value;
  }
  return { input, problems };
};
