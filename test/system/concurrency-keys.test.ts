import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;
let second: ServiceProcess;

beforeAll(async () => {
  system = await TestSystem.create({
    env: { ACK_WAIT_MS: '2000' },
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  api = createApiClient(system.apiUrl);
  second = await system.addWorker();
});
afterAll(() => system[Symbol.asyncDispose]());

const submitKeyed = (count: number, fields: object): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      api.submit({ name: 'demo.slow', input: { durationMs: 120, steps: 1 }, ...fields }),
    ),
  );

interface Span {
  from: number;
  to: number;
  worker: string;
}

const readSpan = async (id: string): Promise<Span> => {
  const { startedAt, finishedAt, worker } = await api.ended(id);
  if (!startedAt || !finishedAt || !worker) throw new Error(`${id} has not run`);
  return { from: Date.parse(startedAt), to: Date.parse(finishedAt), worker };
};

const readSpans = (ids: readonly string[]): Promise<Span[]> => Promise.all(ids.map(readSpan));

/** The most that were under way at one moment. */
const findMostAtOnce = (spans: readonly Span[]): number =>
  Math.max(
    ...spans.map((span) => spans.filter(({ from, to }) => from <= span.from && span.from < to).length),
  );

test('commands with one key run one at a time, whichever worker has them', async () => {
  const spans = await readSpans(await submitKeyed(24, { concurrencyKey: 'document:1' }));
  expect(findMostAtOnce(spans)).toBe(1);
  expect(new Set(spans.map(({ worker }) => worker)).size).toBe(2);
});

test('a key with three places lets three run at once, and no more', async () => {
  const spans = await readSpans(await submitKeyed(24, { concurrencyKey: 'provider', concurrencyLimit: 3 }));
  expect(findMostAtOnce(spans)).toBe(3);
});

test('who waits for a key holds no slot: other commands run meanwhile', async () => {
  const waiting = await submitKeyed(40, { concurrencyKey: 'document:2' });
  const response = await api.post('/v1/commands?waitMs=8000', { name: 'demo.flaky', input: { failures: 0 } });
  expect(await response.json()).toMatchObject({ status: 'completed' });
  expect((await api.command(waiting.at(-1) ?? '')).status).not.toBe('completed');
  expect(findMostAtOnce(await readSpans(waiting))).toBe(1);
});

test('a command that waits for a key can be canceled, and a worker that stops gives back what waits', async () => {
  const key = { concurrencyKey: 'document:4' };
  const [holder = ''] = await submitKeyed(1, { ...key, input: { durationMs: 5_000, steps: 1 } });
  const [canceled = '', ...others] = await submitKeyed(4, key);
  await api.post(`/v1/commands/${canceled}/cancel`, { reason: 'not needed' });
  expect(await api.ended(canceled, 4_000)).toMatchObject({ status: 'canceled' });
  const third = await system.addWorker();
  others.push(...(await submitKeyed(20, key)));
  expect(await third.end('SIGTERM')).toBe(0);
  for (const id of [holder, ...others])
    expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
});

test('a key whose holder was killed goes to the next one, once its place is dead', async () => {
  const [holder = ''] = await submitKeyed(1, {
    concurrencyKey: 'document:3',
    input: { durationMs: 60_000, steps: 1 },
    retry: { maxAttempts: 1 },
  });
  const holding = await eventually('it runs', async () => {
    const { status, worker } = await api.command(holder);
    return status === 'running' && worker;
  });
  const next = await submitKeyed(2, { concurrencyKey: 'document:3' });
  const isSecond = second.output.includes(holding);
  await (isSecond ? second : system.service('worker')).end('SIGKILL');
  for (const id of next) expect(await api.ended(id)).toMatchObject({ status: 'completed' });
});
