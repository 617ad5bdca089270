import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { serveStatuses } from '../harness/http-server.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

test('503 twice, then 200: completed at attempt 3, and the history shows the waits', async () => {
  await using server = await serveStatuses([503, 503, 200]);
  const id = await api.submit({ name: 'http.request', input: { url: server.url } });
  expect(await api.ended(id)).toMatchObject({
    status: 'completed',
    attempt: 3,
    result: { status: 200, body: 'answer 3' },
  });
  const retries = (await api.history(id)).filter(({ type }) => type === 'retrying');
  expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(retries[0]?.waitMs).toBeGreaterThanOrEqual(2_000);
  expect(retries[1]?.waitMs).toBeGreaterThanOrEqual(4_000);
  expect(retries[0]?.error).toMatchObject({ code: 'http.try_later' });
});

test('Retry-After is waited for', async () => {
  await using server = await serveStatuses([429, 200], { 'retry-after': '1' });
  const id = await api.submit({
    name: 'http.request',
    input: { url: server.url },
    retry: { strategy: 'fixed', waitMs: 10, waitMinMs: 0 },
  });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
  expect((await api.history(id)).find(({ type }) => type === 'retrying')?.waitMs).toBe(1_000);
});

test('404: failed at attempt 1, asked once', async () => {
  await using server = await serveStatuses([404]);
  const id = await api.submit({ name: 'http.request', input: { url: server.url } });
  expect(await api.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { code: 'http.unexpected_status', retryable: false },
  });
  expect(server.requestCount()).toBe(1);
});

test('what the policy stops on is not tried again, and what it names is', async () => {
  await using server = await serveStatuses([404, 200]);
  const retry = { strategy: 'fixed', waitMs: 10 } as const;
  const stopped = await api.submit({
    name: 'demo.flaky',
    input: { failures: 1 },
    retry: { ...retry, stopOn: ['Error'] },
  });
  const named = await api.submit({
    name: 'http.request',
    input: { url: server.url },
    retry: { ...retry, retryOn: ['http.*'] },
  });
  expect(await api.ended(stopped)).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { name: 'Error', fingerprint: expect.any(String) },
  });
  expect(await api.ended(named)).toMatchObject({ status: 'completed', attempt: 2 });
});

test('a command that never works ends as failed after the attempts of its policy', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 99 },
    retry: { maxAttempts: 3, waitMs: 50 },
  });
  expect(await api.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 3,
    maxAttempts: 3,
    error: { code: 'handler.failed' },
  });
});

test('an attempt over its time limit is ended and counts', async () => {
  const id = await api.submit({
    name: 'demo.slow',
    input: { durationMs: 60_000, steps: 1 },
    timeoutMs: 300,
    retry: { maxAttempts: 1 },
  });
  expect(await api.ended(id)).toMatchObject({ status: 'failed', error: { code: 'command.timed_out' } });
});

test('back-off holds no slot: many commands in back-off do not delay another', async () => {
  const patient = { maxAttempts: 3, strategy: 'fixed', waitMs: 20_000 };
  const { status } = await api.post('/v1/commands/batch', {
    commands: Array.from({ length: 500 }, () => ({
      name: 'demo.flaky',
      input: { failures: 99 },
      retry: patient,
    })),
  });
  expect(status).toBe(207);
  const startedAt = performance.now();
  const response = await api.post('/v1/commands?waitMs=10000', {
    name: 'demo.flaky',
    input: { failures: 0 },
  });
  expect(await response.json()).toMatchObject({ status: 'completed' });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
