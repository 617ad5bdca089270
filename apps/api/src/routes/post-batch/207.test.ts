import { commandIdSchema } from '@signalbox/shared/ids';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { busAway } from '../../testing/memory-ports.ts';

const ping = { name: 'system.ping', input: {} };
const postBatch = (api: Awaited<ReturnType<typeof createTestApi>>, commands: unknown[]) =>
  api.server.inject({ method: 'POST', url: '/v1/commands/batch', payload: { commands } });

test('a bad item does not sink the rest', async () => {
  await using api = await createTestApi();
  const response = await postBatch(api, [
    ping,
    { name: 'no.such', input: {} },
    'rubbish',
    { ...ping, priority: 'high' },
  ]);
  expect(response.statusCode).toBe(207);
  const { items } = response.json<{ items: Record<string, unknown>[] }>();
  expect(items).toEqual([
    { index: 0, id: expect.any(String), status: 'queued' },
    { index: 1, problem: expect.objectContaining({ code: 'command.unknown', status: 404 }) },
    {
      index: 2,
      problem: expect.objectContaining({
        code: 'request.invalid',
        errors: [{ pointer: '', detail: 'must be an object, not a string' }],
      }),
    },
    { index: 3, id: expect.any(String), status: 'queued' },
  ]);
  expect(api.bus.published.map(({ id }) => id)).toEqual([
    commandIdSchema.parse(items[0]?.['id']),
    items[3]?.['id'],
  ]);
});

test('a thousand at once', async () => {
  await using api = await createTestApi({ bodyLimitBytes: 1_000_000 });
  const response = await postBatch(
    api,
    Array.from({ length: 1_000 }, () => ping),
  );
  expect(response.json<{ items: unknown[] }>().items).toHaveLength(1_000);
  expect(new Set(api.bus.published.map(({ id }) => id)).size).toBe(1_000);
});

test('without a bus every item says so', async () => {
  await using api = await createTestApi();
  api.bus.failure = busAway();
  const { items } = (await postBatch(api, [ping, ping])).json<{ items: unknown[] }>();
  expect(items).toEqual(
    [0, 1].map((index) => ({ index, problem: expect.objectContaining({ code: 'bus.unavailable' }) })),
  );
});

test('of items with one unique key one is accepted, and the others are answered for with it', async () => {
  await using api = await createTestApi();
  const unique = { ...ping, uniqueKey: 'document-1' };
  const response = await postBatch(api, [unique, unique, ping]);
  const { items } = response.json<{ items: { id: string; isDuplicate?: true }[] }>();
  expect(items.map(({ isDuplicate }) => isDuplicate)).toEqual([undefined, true, undefined]);
  expect(items[1]?.id).toBe(items[0]?.id);
  expect(api.bus.published).toHaveLength(2);
});
