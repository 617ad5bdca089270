import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckResult } from './check-runner.ts';
import { createHealth, type ServiceHealth } from './create-health.ts';

const logger = pino({ level: 'silent' });
let health: ServiceHealth;

beforeEach(() => {
  vi.useFakeTimers();
  // Times between runs vary by a tenth; here each is the one in the middle.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  health = createHealth({ service: 'worker', instance: 'w1', logger });
});
afterEach(() => {
  health.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const addCritical = (read: () => CheckResult) =>
  health.addCheck({ name: 'nats', critical: true, run: async () => read() });

test('readiness waits for markReady and for the first result of a critical check', async () => {
  addCritical(() => ({ status: 'pass' }));
  expect(health.answer('/readyz').statusCode).toBe(503);
  health.markReady();
  expect(JSON.parse(health.answer('/readyz').body)).toMatchObject({
    phase: 'unready',
    failing: [{ name: 'nats' }],
  });
  await vi.advanceTimersByTimeAsync(1);
  expect(health.answer('/readyz').statusCode).toBe(200);
});

test('one failure of a critical check is a blip, the second takes readiness away, one pass gives it back', async () => {
  let result: CheckResult = { status: 'pass' };
  addCritical(() => result);
  health.markReady();
  await vi.advanceTimersByTimeAsync(1);
  result = { status: 'fail', output: 'refused' };
  await vi.advanceTimersByTimeAsync(11_000);
  expect(health.answer('/readyz').statusCode).toBe(200);
  await vi.advanceTimersByTimeAsync(2_300);
  expect(health.answer('/readyz').statusCode).toBe(503);
  expect(health.answer('/health').statusCode).toBe(503);
  expect(health.answer('/readyz').body).toContain('nats: refused');
  result = { status: 'pass' };
  await vi.advanceTimersByTimeAsync(2_300);
  expect(health.answer('/readyz').statusCode).toBe(200);
});

test('a check that never answers fails after two seconds and is not started again beside itself', async () => {
  let runs = 0;
  const never = Promise.withResolvers<CheckResult>().promise;
  health.addCheck({
    name: 'db',
    critical: true,
    run: () => {
      runs += 1;
      return never;
    },
  });
  health.markReady();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(runs).toBe(1);
  expect(health.answer('/readyz').statusCode).toBe(503);
});

test('a failing check that is not critical warns and leaves the process ready', async () => {
  health.addCheck({ name: 'collector', critical: false, run: () => Promise.reject(new Error('away')) });
  health.markReady();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(health.answer('/readyz').statusCode).toBe(200);
  const answer = health.answer('/health');
  expect(answer).toMatchObject({ statusCode: 200, contentType: 'application/health+json' });
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(JSON.parse(answer.body)).toMatchObject({
    status: 'warn',
    serviceId: 'worker',
    checks: { collector: [{ status: 'fail', output: 'away' }] },
  });
});

test('draining ends readiness and leaves liveness', () => {
  health.markReady();
  health.markDraining();
  expect(health.answer('/readyz').statusCode).toBe(503);
  expect(health.answer('/livez').statusCode).toBe(200);
  health.markReady();
  expect(health.toHeartbeat({ seq: 1, intervalMs: 2_000 }).status).toBe('draining');
});

test('verbose readiness lists every check, the plain one only those that fail', async () => {
  addCritical(() => ({ status: 'pass', observedMs: 3 }));
  health.markReady();
  await vi.advanceTimersByTimeAsync(1);
  expect(JSON.parse(health.answer('/readyz').body)).not.toHaveProperty('checks');
  expect(JSON.parse(health.answer('/readyz', true).body)).toMatchObject({
    checks: [{ name: 'nats', observedMs: 3 }],
  });
});

test('status changes are told to listeners once each', async () => {
  const heard: string[] = [];
  health.onStatusChange((status) => heard.push(status));
  health.markReady();
  health.markReady();
  health.markDraining();
  expect(heard).toEqual(['ready', 'draining']);
});
