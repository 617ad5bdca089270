import type { CommandView } from '@signalbox/shared/http/command-view';
import type { QueuePatch, QueueView } from '@signalbox/shared/http/stats';
import { priorities } from '@signalbox/shared/commands/priority';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
let workers: ServiceProcess[];

beforeAll(async () => {
  system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker', 'health-aggregator'],
    env: { WORKER_CONCURRENCY: '8', LOG_FORMAT: 'json' },
  });
  workers = [system.service('worker'), await system.addWorker()];
  api = createApiClient(system.apiUrl);
  await eventually('both workers are known', async () => {
    const demo = (await api.client.queues()).find(({ name }) => name === 'demo');
    return demo?.workers === 2;
  });
});
afterAll(() => system[Symbol.asyncDispose]());

const setQueue = (patch: QueuePatch) => api.client.setQueue('demo', patch);

/** Pauses, and waits until both workers have heard of it, so that what is submitted next waits. */
const pauseQueue = async (patch: QueuePatch = {}): Promise<QueueView> => {
  const view = await setQueue({ ...patch, paused: true });
  const lastWord = (worker: ServiceProcess) =>
    worker.output.split('\n').findLast((line) => line.includes('"queue":"demo","limits"'));
  await eventually('both workers have heard of the pause', async () =>
    workers.every((worker) => lastWord(worker)?.includes('"isPaused":true')),
  );
  return view;
};

interface Wave {
  tag: string;
  count: number;
  durationMs: number;
}

const submitSlow = async ({ tag, count, durationMs }: Wave, priority = 'normal'): Promise<void> => {
  const command = { name: 'demo.slow', input: { durationMs, steps: 1 }, tags: [tag], priority };
  const { items } = (await (
    await api.post('/v1/commands/batch', { commands: Array.from({ length: count }, () => command) })
  ).json()) as { items: { id?: string }[] };
  expect(items.every(({ id }) => id !== undefined)).toBe(true);
};

const list = (query: string): Promise<{ items: CommandView[] }> =>
  api.get<{ items: CommandView[] }>(`/v1/commands?limit=200&${query}`);

const completed = async (tag: string, count: number): Promise<CommandView[]> =>
  eventually(
    `${count} of ${tag} are completed`,
    async () => {
      const { items } = await list(`tag=${tag}&status=completed`);
      return items.length >= count && items;
    },
    { limitMs: 60_000, everyMs: 200 },
  );

const startOf = ({ startedAt = '' }: CommandView): number => Date.parse(startedAt);
const endOf = ({ finishedAt = '' }: CommandView): number => Date.parse(finishedAt);

/** How many ran at the moment at which most did. */
const findMostAtOnce = (commands: readonly CommandView[]): number =>
  Math.max(
    ...commands.map(
      (one) =>
        commands.filter((other) => startOf(other) <= startOf(one) && startOf(one) < endOf(other)).length,
    ),
  );

const workersOf = (commands: readonly CommandView[]): number =>
  new Set(commands.map(({ worker }) => worker)).size;

test('a paused queue runs nothing on any worker, others go on, and resuming runs all of it', async () => {
  expect(await pauseQueue()).toMatchObject({ name: 'demo', paused: true });
  await submitSlow({ tag: 'paused', count: 20, durationMs: 50 });
  const other = await api.submit({ name: 'system.ping', input: {} });
  expect(await api.ended(other)).toMatchObject({ status: 'completed' });
  const waiting = await eventually('all 20 are recorded', async () => {
    const { items } = await list('tag=paused');
    return items.length === 20 && items;
  });
  expect(waiting.filter(({ status }) => status !== 'queued')).toEqual([]);
  const demo = await eventually('all 20 are counted', async () => {
    const found = (await api.client.queues()).find(({ name }) => name === 'demo');
    return found?.depth === 20 && found;
  });
  expect(demo).toMatchObject({ running: 0, paused: true });
  const resumedAt = Date.now();
  await setQueue({ paused: false });
  const done = await completed('paused', 20);
  expect(Math.min(...done.map(startOf)) - resumedAt).toBeLessThan(1_000);
  expect(done.every(({ attempt }) => attempt === 1)).toBe(true);
});

test('a pause lets what runs end', async () => {
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 1_000 } });
  await eventually('it runs', async () => (await api.command(id)).status === 'running');
  await pauseQueue();
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
  await setQueue({ paused: false });
});

test('who waits for a concurrency key when its queue is paused does not begin', async () => {
  const keyed = { name: 'demo.slow', input: { durationMs: 1_000, steps: 1 }, concurrencyKey: 'paused' };
  const ids = await Promise.all(Array.from({ length: 3 }, () => api.submit(keyed)));
  await eventually('one runs', async () => {
    const found = await Promise.all(ids.map((id) => api.command(id)));
    return found.some(({ status }) => status === 'running');
  });
  await pauseQueue();
  await eventually('one has ended', async () => {
    const found = await Promise.all(ids.map((id) => api.command(id)));
    return found.filter(({ status }) => status === 'completed').length === 1;
  });
  const other = await api.submit({ name: 'system.ping', input: {}, delayMs: 500 });
  expect(await api.ended(other)).toMatchObject({ status: 'completed' });
  const resumedAt = Date.now();
  await setQueue({ paused: false });
  const ended = await Promise.all(ids.map((id) => api.ended(id)));
  expect(ended.map(startOf).filter((at) => at >= resumedAt)).toHaveLength(2);
  expect(ended.every(({ attempt }) => attempt === 1)).toBe(true);
});

test('concurrency 3 over two workers never runs more than 3, and does run 3', async () => {
  await pauseQueue({ concurrency: 3 });
  await submitSlow({ tag: 'limited', count: 24, durationMs: 300 });
  await setQueue({ paused: false });
  const done = await completed('limited', 24);
  expect(findMostAtOnce(done)).toBe(3);
  expect(workersOf(done)).toBe(2);
  await setQueue({ concurrency: null });
});

test('a rate of 10 a second over two workers holds from its first second on', async () => {
  await pauseQueue({ ratePerSecond: 10 });
  await submitSlow({ tag: 'rated', count: 40, durationMs: 0 });
  const resumedAt = Date.now();
  await setQueue({ paused: false });
  const starts = (await completed('rated', 40)).map(startOf);
  const startsWithin = (fromMs: number, toMs: number): number =>
    starts.filter((at) => at >= resumedAt + fromMs && at < resumedAt + toMs).length;
  expect(startsWithin(0, 1_000)).toBeLessThanOrEqual(13);
  expect(startsWithin(0, 3_000)).toBeGreaterThanOrEqual(20);
  expect(startsWithin(0, 3_000)).toBeLessThanOrEqual(33);
  await setQueue({ ratePerSecond: null });
});

test('with one slot high overtakes low, and low still moves: 6:3:1', async () => {
  await pauseQueue({ concurrency: 1 });
  for (const priority of priorities.toReversed())
    await submitSlow({ tag: 'weighed', count: 60, durationMs: 20 }, priority);
  await setQueue({ paused: false });
  const done = (await completed('weighed', 180)).toSorted((left, right) => startOf(left) - startOf(right));
  expect(findMostAtOnce(done)).toBe(1);
  const first = done.slice(0, 60);
  const countOf = (priority: string) => first.filter((command) => command.priority === priority).length;
  expect(countOf('high')).toBeGreaterThanOrEqual(33);
  expect(countOf('high')).toBeLessThanOrEqual(39);
  expect(countOf('normal')).toBeGreaterThanOrEqual(15);
  expect(countOf('low')).toBeGreaterThanOrEqual(4);
  await setQueue({ concurrency: null });
});
