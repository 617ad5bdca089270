import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

/** The server would give up after five deliveries. */
const env = { MAX_DELIVER: '5', ACK_WAIT_MS: '2000' };

beforeAll(async () => {
  system = await TestSystem.create({ env, services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const attemptsOf = async (id: string): Promise<unknown[]> =>
  (await api.history(id)).filter(({ type }) => type === 'retrying').map(({ attempt }) => attempt);

test('a policy may allow more attempts than the server makes deliveries, and each is counted once', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 11 },
    retry: { maxAttempts: 12, waitMs: 20 },
  });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 12, maxAttempts: 12 });
  expect(await attemptsOf(id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('a command that never works fails after exactly the attempts of its policy', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 99 },
    retry: { maxAttempts: 9, waitMs: 20 },
  });
  expect(await api.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 9,
    error: { code: 'handler.failed' },
  });
});

test('waiting for its time is no attempt', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 1 },
    delayMs: 700,
    retry: { maxAttempts: 2, waitMs: 20 },
  });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
});

test('a command in back-off whose worker is killed meanwhile loses no attempt', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 1 },
    retry: { maxAttempts: 2, waitMs: 6_000 },
  });
  await eventually('it is in back-off', async () => (await api.command(id)).status === 'retrying');
  await system.restart('worker', 'SIGKILL');
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
});
