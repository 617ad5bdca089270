import { expect, test } from 'vitest';
import { catalog, catalogQueues, findDefinition, toCatalogEntry } from './catalog.ts';
import type { CommandDefinition } from './define-command.ts';
import { queueSchema } from './envelope.ts';
import { httpRequest } from './http-request.ts';
import { systemPing } from './system-ping.ts';

const definitions: readonly CommandDefinition[] = catalog;

test('names are unique and of the form area.verb', () => {
  const names = definitions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z_]+$/);
});

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  '%s: every example keeps its own schema',
  (_, definition) => {
    for (const { input } of definition.examples)
      expect(definition.input.safeParse(input).error).toBeUndefined();
    expect(definition.examples.length).toBeGreaterThan(0);
  },
);

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  '%s has a public form',
  (_, definition) => {
    const entry = toCatalogEntry(definition);
    expect(entry.inputSchema).toMatchObject({
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
  },
);

test('queues are valid tokens of a subject', () => {
  for (const queue of catalogQueues) expect(queueSchema.safeParse(queue).success).toBe(true);
});

test('finds by name and only by name', () => {
  expect(findDefinition('system.ping')?.title).toBe('Ping');
  expect(findDefinition('constructor')).toBeUndefined();
});

test('the entry of a command shows its own retry policy', () => {
  const entry = toCatalogEntry(httpRequest);
  expect(entry.retry).toEqual({ maxAttempts: 5 });
  expect(toCatalogEntry(systemPing).retry).toEqual({});
});
