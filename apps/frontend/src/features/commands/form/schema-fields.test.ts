import { catalog, toCatalogEntry } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { toFields, type Field } from './schema-fields.ts';

const fieldsOf = (name: string): Record<string, Field> => {
  const definition = catalog.find((entry) => entry.name === name);
  if (definition === undefined) throw new Error(`no definition ${name}`);
  const fields = toFields(toCatalogEntry(definition).inputSchema) ?? [];
  return Object.fromEntries(fields.map((field) => [field.name, field]));
};

/** Fields that have parts of their own, which a form of single fields does not show. */
const composed: Readonly<Record<string, readonly string[]>> = {
  'system.prune': ['completed', 'failed', 'canceled'],
};

test('Every command of the catalog gets a form, with JSON only where a field has parts of its own', () => {
  for (const definition of catalog) {
    const fields = toFields(toCatalogEntry(definition).inputSchema);
    const json = fields?.filter(({ kind }) => kind === 'json').map(({ name }) => name);
    expect({ name: definition.name, json }).toEqual({
      name: definition.name,
      json: composed[definition.name] ?? [],
    });
  }
});

test('Text, choices and optional numbers of text.process', () => {
  const { text, operation, delay_seconds: delay } = fieldsOf('text.process');
  expect(text).toMatchObject({
    kind: 'longText',
    isRequired: true,
    most: 200_000,
    description: 'The text to work on',
  });
  expect(operation).toMatchObject({ kind: 'choice', isRequired: false, defaultValue: 'uppercase' });
  expect(operation?.choices).toContain('word_count');
  expect(delay).toMatchObject({ kind: 'number', isRequired: false, least: 0, most: 600 });
});

test('Addresses and maps of http.request', () => {
  const { url, headers, expectStatus } = fieldsOf('http.request');
  expect(url?.kind).toBe('url');
  expect(headers).toMatchObject({ kind: 'map', isRequired: false });
  expect(expectStatus).toMatchObject({ kind: 'integer', least: 100, most: 599 });
});

test('Lists of numbers of data.analyze', () => {
  expect(fieldsOf('data.analyze')['numbers']).toMatchObject({ kind: 'list', itemKind: 'number', least: 1 });
});

test('What has no form of its own becomes JSON', () => {
  const schema = {
    type: 'object',
    properties: {
      any: {},
      nested: { type: 'object', properties: { a: { type: 'string' } } },
      rows: { type: 'array', items: { type: 'object' } },
    },
  };
  expect(toFields(schema)?.map(({ kind }) => kind)).toEqual(['json', 'json', 'json']);
});

test('An input that is no object has no fields', () => {
  expect(toFields({ type: 'string' })).toBeUndefined();
  expect(toFields({})).toBeUndefined();
});

test('Limits at the edge of whole numbers are none', () => {
  const schema = { type: 'object', properties: { n: { type: 'integer', maximum: Number.MAX_SAFE_INTEGER } } };
  expect(toFields(schema)?.[0]?.most).toBeUndefined();
});
