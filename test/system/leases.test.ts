import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
let second: ServiceProcess;

/** An attempt of twelve hours is one of many leases; here it has 25 of them. */
const env = { ACK_WAIT_MS: '1000' };

beforeAll(async () => {
  system = await TestSystem.create({ env, services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
  second = await system.addWorker();
});
afterAll(() => system[Symbol.asyncDispose]());

test('a command that takes many leases runs once', async () => {
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 25_000, steps: 10 } });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
  const started = (await api.history(id)).filter(({ type }) => type === 'started');
  expect(started).toHaveLength(1);
});

test('a worker that is blocked loses its lease: another has the command, and one outcome is kept', async () => {
  const id = await api.submit({
    name: 'demo.block',
    input: { durationMs: 5_000, onlyFirst: true },
    retry: { maxAttempts: 5 },
  });
  const ended = await api.ended(id);
  expect(ended).toMatchObject({ status: 'completed', attempt: 2 });
  const { worker } = ended.result as { worker: number };
  await eventually('the blocked worker drops its outcome', async () =>
    (system.service('worker').output + second.output).includes('lease lapsed'),
  );
  const ends = (await api.history(id)).filter(({ type }) => type === 'completed');
  expect(ends.map(({ attempt }) => attempt)).toEqual([2]);
  expect((await api.command(id)).result).toEqual({ worker });
});
