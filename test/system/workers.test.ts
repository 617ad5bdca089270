import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
const abort = new AbortController();
const completed: HistoryItem[] = [];
let listening: Promise<void>;

beforeAll(async () => {
  system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api'],
    env: { WORKER_CONCURRENCY: '1', WORKER_QUEUES: 'default,demo' },
  });
  api = createApiClient(system.apiUrl);
  listening = (async () => {
    const { signal } = abort;
    for await (const item of api.client.tail({ type: ['completed'] }, { signal })) completed.push(item);
  })().catch(() => undefined);
});
afterAll(async () => {
  abort.abort();
  await listening;
  await system[Symbol.asyncDispose]();
});

/** Every execution reports its end, in the order of the stream. */
const executionsOf = (ids: readonly string[]): HistoryItem[] => {
  const wanted = new Set(ids);
  return completed.filter(({ id }) => wanted.has(id)).toSorted((a, b) => a.seq - b.seq);
};

const submitInTurn = async (count: number): Promise<string[]> => {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await api.submit({ name: 'system.ping', input: {} }));
  return ids;
};

const submitMany = async (count: number, body: { name: string; input: object; queue?: string }) =>
  (await api.client.batch(Array.from({ length: count }, () => body))).flatMap((item) =>
    'id' in item ? [item.id] : [],
  );

/** The most that ran at the same moment. */
const countParallel = (commands: readonly CommandView[]): number => {
  const spans = commands.map(({ startedAt = '', finishedAt = '' }) => [
    Date.parse(startedAt),
    Date.parse(finishedAt),
  ]);
  return Math.max(
    ...spans.map(([start = 0]) => spans.filter(([from = 0, to = 0]) => from <= start && start < to).length),
  );
};

test('1,000 commands from before and during the start of a worker: none is lost, and the oldest run first', async () => {
  const before = await submitInTurn(500);
  const starting = system.addWorker();
  const during = await submitInTurn(500);
  await starting;
  const ids = [...before, ...during];
  await eventually('all have run', async () => executionsOf(ids).length >= ids.length, { limitMs: 60_000 });
  expect(executionsOf(ids).map(({ id }) => id)).toEqual(ids);
  for (const id of [ids[0], ids[499], ids[999]])
    expect(await api.ended(id ?? '')).toMatchObject({ status: 'completed' });
});

test('a worker with one slot runs strictly one after the other', async () => {
  const ids = await submitMany(6, { name: 'demo.slow', input: { durationMs: 150, steps: 1 } });
  const commands = await Promise.all(ids.map((id) => api.ended(id)));
  expect(countParallel(commands)).toBe(1);
});

test('a worker runs as many at once as it has slots, and no more', async () => {
  await system.addWorker({ WORKER_QUEUES: 'http', WORKER_CONCURRENCY: '3' });
  const ids = await submitMany(9, {
    name: 'demo.slow',
    input: { durationMs: 400, steps: 1 },
    queue: 'http',
  });
  const commands = await Promise.all(ids.map((id) => api.ended(id)));
  expect(countParallel(commands)).toBe(3);
});

test('two workers and 1,000 commands: 1,000 executions', async () => {
  await system.addWorker();
  const ids = await submitMany(1_000, { name: 'system.ping', input: {} });
  expect(ids).toHaveLength(1_000);
  await eventually(
    'all have run',
    async () => new Set(executionsOf(ids).map(({ id }) => id)).size === 1_000,
    {
      limitMs: 60_000,
    },
  );
  for (const id of ids.slice(-2)) await api.ended(id);
  expect(executionsOf(ids)).toHaveLength(1_000);
  expect(new Set(executionsOf(ids).map(({ worker }) => worker)).size).toBe(2);
});

test('requests that wait for up to 300 s hold up no others', async () => {
  const leave = new AbortController();
  const later = JSON.stringify({ name: 'system.ping', input: {}, delayMs: 60_000 });
  const wait = () =>
    fetch(`${system.apiUrl}/v1/commands?waitMs=300000`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: later,
      signal: leave.signal,
    }).then(
      () => 'answered',
      () => 'left',
    );
  const waiting = Array.from({ length: 200 }, wait);
  const quick = performance.now();
  expect(await api.client.run('system.ping', {})).toMatchObject({ pong: true });
  await api.get('/v1/commands?limit=1');
  expect(performance.now() - quick).toBeLessThan(5_000);
  leave.abort();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['left']));
  const tooLong = await api.post('/v1/commands?waitMs=300001', { name: 'system.ping', input: {} });
  expect(tooLong.status).toBe(422);
});
