import { afterAll, beforeAll, expect, test } from 'vitest';
import { EffectServer } from '../harness/effect-server.ts';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { awaitEnded, submitMany } from '../harness/bulk.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

const env = { HTTP_REQUEST_PRIVATE_ADDRESSES: 'allow', WORKER_CONCURRENCY: '16' };
let system: TestSystem;
let api: ApiClient;
let effects: EffectServer;
let second: ServiceProcess;

beforeAll(async () => {
  const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;
  system = await TestSystem.create({ env, services });
  second = await system.addWorker();
  effects = await EffectServer.listen();
  api = createApiClient(system.apiUrl);
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await effects[Symbol.asyncDispose]();
});

/** A command whose executions the server outside counts. */
const toCall = (tag: string) => (index: number) => ({
  name: 'http.request',
  input: { url: `${effects.url}/calls`, method: 'POST', body: `${tag} ${index}` },
  tags: [tag],
});

const countCalls = (tag: string): number[] =>
  [...effects.calls].filter(([call]) => call.startsWith(`${tag} `)).map(([, count]) => count);

test('two workers, 1,000 commands: 1,000 executions, shared by both', async () => {
  const ids = await submitMany(api, 1_000, toCall('shared'));
  expect(ids).toHaveLength(1_000);
  const commands = await awaitEnded(api, { tag: 'shared', count: 1_000 });
  expect(commands.filter(({ status, attempt }) => status !== 'completed' || attempt !== 1)).toEqual([]);
  const calls = countCalls('shared');
  expect([calls.length, calls.filter((count) => count !== 1)]).toEqual([1_000, []]);
  const workers = Map.groupBy(commands, ({ worker }) => worker);
  expect(workers.size).toBe(2);
  for (const done of workers.values()) expect(done.length).toBeGreaterThan(100);
});

test('workers replaced one after the other under load: nothing is lost, nothing runs twice', async () => {
  const rounds = 4;
  const perRound = 300;
  const replace = async (worker: ServiceProcess): Promise<void> => {
    expect(await worker.end('SIGTERM')).toBe(0);
    worker.start();
    await worker.ready();
  };
  for (let round = 0; round < rounds; round += 1) {
    const start = effects.calls.size;
    await submitMany(api, perRound, (index) => toCall('rolling')(round * perRound + index));
    // In the middle of the work, not before and not after it.
    await eventually('the work is under way', async () => effects.calls.size > start, { everyMs: 1 });
    await replace(round % 2 === 0 ? system.service('worker') : second);
  }
  const count = rounds * perRound;
  const commands = await awaitEnded(api, { tag: 'rolling', count });
  expect(commands.filter(({ status, attempt }) => status !== 'completed' || attempt !== 1)).toEqual([]);
  const calls = countCalls('rolling');
  expect([calls.length, calls.filter((times) => times !== 1)]).toEqual([count, []]);
});
