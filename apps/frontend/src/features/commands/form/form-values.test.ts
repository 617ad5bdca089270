import { catalog, toCatalogEntry } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { toInput, toRawValues } from './form-values.ts';
import { toFields, type Field } from './schema-fields.ts';

const field = (parts: Partial<Field>): Field => ({
  name: 'x',
  kind: 'text',
  description: undefined,
  isRequired: false,
  defaultValue: undefined,
  choices: [],
  itemKind: 'text',
  least: undefined,
  most: undefined,
  ...parts,
});

test('Every example of the catalog survives the way into the form and back', () => {
  for (const definition of catalog) {
    const { inputSchema, examples } = toCatalogEntry(definition);
    const fields = toFields(inputSchema) ?? [];
    for (const { input } of examples) {
      const result = toInput(fields, toRawValues(fields, input));
      expect(result.problems).toEqual({});
      expect(definition.input.parse(result.input)).toEqual(definition.input.parse(input));
    }
  }
});

test('Empty optional controls are left out, an empty required text is sent', () => {
  const fields = [
    field({ name: 'a' }),
    field({ name: 'b', isRequired: true }),
    field({ name: 'c', kind: 'map' }),
  ];
  expect(toInput(fields, { a: '', b: '', c: [] }).input).toEqual({ b: '' });
});

test.each([
  [field({ kind: 'integer' }), '1.5', /whole/],
  [field({ kind: 'number' }), 'abc', /abc/],
  [field({ kind: 'number', isRequired: true }), '', /needed/],
  [field({ kind: 'list', itemKind: 'number' }), '1, two', /two/],
  [field({ kind: 'json' }), '{', /JSON/],
])('A wrong value of %o is explained at its field', (wrong, raw, words) => {
  expect(toInput([wrong], { x: raw }).problems['x']).toMatch(words);
});

test('Numbers of a list may be parted by spaces, commas or lines', () => {
  expect(toInput([field({ kind: 'list', itemKind: 'number' })], { x: '3 1,4\n1; 5' }).input).toEqual({
    x: [3, 1, 4, 1, 5],
  });
});

test('Rows of a map without a name do not count', () => {
  const raw = {
    x: [
      { name: ' accept ', value: 'a' },
      { name: '', value: 'b' },
    ],
  };
  expect(toInput([field({ kind: 'map' })], raw).input).toEqual({ x: { accept: 'a' } });
});
