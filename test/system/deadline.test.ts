import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({
    env: { WORKER_CONCURRENCY: '1', CANCEL_GRACE_MS: '200' },
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const exceeded = { status: 'failed', error: { code: 'command.deadline_exceeded' } };

test('a running attempt is given up at the deadline of its command', async () => {
  const id = await api.submit({
    name: 'demo.slow',
    input: { durationMs: 60_000, steps: 1 },
    deadlineMs: 700,
  });
  expect(await api.ended(id)).toMatchObject({ ...exceeded, attempt: 1 });
});

test('a command whose deadline passes while it waits for a slot never runs', async () => {
  const first = await api.submit({ name: 'demo.slow', input: { durationMs: 1_200, steps: 1 } });
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 10, steps: 1 }, deadlineMs: 500 });
  expect(await api.ended(id)).toMatchObject(exceeded);
  expect((await api.history(id)).filter(({ type }) => type === 'started')).toEqual([]);
  expect(await api.ended(first)).toMatchObject({ status: 'completed' });
});

test('a retry that would come after the deadline, or too late for the policy, is not waited for', async () => {
  const retry = { strategy: 'fixed', waitMs: 30_000 } as const;
  const flaky = { name: 'demo.flaky', input: { failures: 1 } };
  const ids = [
    await api.submit({ ...flaky, deadlineMs: 10_000, retry }),
    await api.submit({ ...flaky, retry: { ...retry, maxAgeMs: 10_000 } }),
  ];
  for (const id of ids) {
    expect(await api.ended(id, 5_000)).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'handler.failed', details: { notRetried: expect.any(String) } },
    });
  }
});

test('the deadline of a delayed command counts from when it is due', async () => {
  const id = await api.submit({ name: 'system.ping', input: {}, delayMs: 900, deadlineMs: 800 });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
});
