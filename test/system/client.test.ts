import { CommandFailed, createClient, type Client } from '@signalbox/client';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let client: Client;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  client = createClient({ url: system.apiUrl });
});
afterAll(() => system[Symbol.asyncDispose]());

test('run gives the result of a command, or throws why it has none', async () => {
  expect(await client.run('text.process', { text: 'a b', operation: 'word_count' })).toMatchObject({
    word_count: 2,
  });
  const failing = client.run('demo.flaky', { failures: 9 }, { retry: { maxAttempts: 1 } });
  await expect(failing).rejects.toThrow(CommandFailed);
  const slow = client.run('demo.slow', { durationMs: 3_000 }, { waitTimeoutMs: 300 });
  await expect(slow).rejects.toMatchObject({ name: 'CommandTimeout' });
});

test('a stream of a command has all that happens to it, in order, and ends with it', async () => {
  const { id } = await client.submit('demo.slow', { durationMs: 300, steps: 3 });
  const types: string[] = [];
  for await (const { type } of client.stream(id)) types.push(type);
  expect(types[0]).toBe('accepted');
  expect(types.slice(1)).toEqual(expect.arrayContaining(['started', 'progress']));
  expect(types.at(-1)).toBe('completed');
});

test('waits and tails outlive an API that is killed, and miss nothing', { timeout: 60_000 }, async () => {
  const seen: HistoryItem[] = [];
  const abort = new AbortController();
  const listening = (async () => {
    for await (const item of client.tail({ type: ['completed'] }, { signal: abort.signal })) seen.push(item);
  })().catch(() => undefined);
  // A tail begins now, whenever that is: until it hears something it has no place to come back to.
  await eventually('the tail hears of commands', async () => {
    await client.run('system.ping', {});
    return seen.length > 0;
  });
  const { id } = await client.submit('demo.slow', { durationMs: 3_000 });
  const quick = await client.submit('system.ping', {}, { delayMs: 500 });
  const waiting = client.wait(id, { timeoutMs: 40_000 });
  await eventually('it runs', async () => (await client.get(id)).status === 'running');
  await system.restart('api', 'SIGKILL');
  expect(await waiting).toMatchObject({ status: 'completed', attempt: 1 });
  await eventually('the tail has heard of both', async () =>
    [id, quick.id].every((wanted) => seen.some((item) => item.id === wanted)),
  );
  abort.abort();
  await listening;
  expect(new Set(seen.map(({ seq }) => seq)).size).toBe(seen.length);
});

test('listAll reads every command of a filter over several pages', async () => {
  const commands = Array.from({ length: 25 }, () => ({ name: 'system.ping', input: {}, tags: ['paged'] }));
  const items = await client.batch(commands);
  const ids = items.flatMap((item) => ('id' in item ? [item.id] : []));
  await Promise.all(ids.map((id) => client.wait(id)));
  const found: string[] = [];
  for await (const { id } of client.listAll({ tag: 'paged', limit: 10 })) found.push(id);
  expect(found.toSorted()).toEqual(ids.toSorted());
});
