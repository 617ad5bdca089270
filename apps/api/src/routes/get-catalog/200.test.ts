import { catalog } from '@signalbox/shared/commands/catalog';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('every command of the catalog, with its schemas', async () => {
  await using api = await createTestApi();
  const { commands } = (await api.server.inject({ method: 'GET', url: '/v1/catalog' })).json<{
    commands: Record<string, unknown>[];
  }>();
  expect(commands.map((command) => command['name'])).toEqual(catalog.map(({ name }) => name));
  expect(commands.find((command) => command['name'] === 'text.process')).toMatchObject({
    queue: 'default',
    inputSchema: { type: 'object', required: ['text'], properties: { operation: { default: 'uppercase' } } },
    outputSchema: { type: 'object' },
    examples: expect.arrayContaining([expect.objectContaining({ title: 'Count words' })]),
  });
});
