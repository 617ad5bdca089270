import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({
    env: { ACK_WAIT_MS: '1000', CANCEL_GRACE_MS: '200' },
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

test('a handler that blocks its thread delays nobody and keeps its lease, until its time limit ends it', async () => {
  const { pid } = system.service('worker');
  const id = await api.submit({ name: 'demo.hang', input: {}, timeoutMs: 4_000 });
  await eventually('it hangs', async () => (await api.command(id)).status === 'running');
  for (let n = 0; n < 5; n += 1) {
    const startedAt = performance.now();
    const response = await api.post('/v1/commands?waitMs=5000', {
      name: 'demo.slow',
      input: { durationMs: 10, steps: 1 },
    });
    expect(await response.json()).toMatchObject({ status: 'completed' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
  expect(await api.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { code: 'command.timed_out' },
  });
  expect(system.service('worker')).toMatchObject({ pid, isAlive: true });
});

test('a handler that hangs is canceled after the grace, and its thread is replaced', async () => {
  const ids = await Promise.all(
    Array.from({ length: 4 }, () => api.submit({ name: 'demo.hang', input: {}, timeoutMs: 60_000 })),
  );
  for (const id of ids) {
    await eventually('it hangs', async () => (await api.command(id)).status === 'running');
    await api.post(`/v1/commands/${id}/cancel`, { reason: 'hangs' });
  }
  for (const id of ids) expect(await api.ended(id)).toMatchObject({ status: 'canceled', reason: 'hangs' });
  const again = await api.submit({ name: 'demo.hang', input: {}, timeoutMs: 500 });
  expect(await api.ended(again)).toMatchObject({ error: { code: 'command.timed_out' } });
});
