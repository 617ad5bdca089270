import { expect, test } from 'vitest';
import { createApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { TestSystem } from '../harness/test-system.ts';

const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;

/** In place of a supervisor: a worker that is dead is started again. */
const supervise = (worker: ServiceProcess): Disposable & { starts: number } => {
  const supervised = { starts: 0, [Symbol.dispose]: () => clearInterval(watch) };
  const watch = setInterval(() => {
    if (worker.isAlive) return;
    worker.start();
    supervised.starts += 1;
  }, 50);
  return supervised;
};

test('a handler that kills its process, more often than the server delivers: failed with that reason, and the queue flows', async () => {
  /** The server would give up after three deliveries; the policy of the command allows six attempts. */
  const env = { MAX_DELIVER: '3', ACK_WAIT_MS: '1000', RECONCILE_INTERVAL_MS: '500' };
  await using system = await TestSystem.create({ env, services });
  const api = createApiClient(system.apiUrl);
  const retry = { maxAttempts: 6, strategy: 'fixed', waitMs: 100 } as const;
  const id = await api.submit({ name: 'demo.crash', input: {}, retry });
  const other = await api.submit({ name: 'demo.flaky', input: { failures: 0 } });
  using worker = supervise(system.service('worker'));
  expect(await api.ended(id, 90_000)).toMatchObject({
    status: 'failed',
    attempt: 6,
    error: { code: 'worker.lost' },
  });
  // The other attempts killed a process of their own.
  expect(worker.starts).toBe(2);
  expect(await api.ended(other)).toMatchObject({ status: 'completed' });
  expect(await api.ended(await api.submit({ name: 'demo.flaky', input: { failures: 0 } }))).toMatchObject({
    status: 'completed',
  });
});

test('what runs beside commands that kill their process completes, though there are more of them than it has attempts', async () => {
  const env = { ACK_WAIT_MS: '1000', WORKER_CONCURRENCY: '4' };
  await using system = await TestSystem.create({ env, services });
  const api = createApiClient(system.apiUrl);
  const crashing: string[] = [];
  const beside: string[] = [];
  for (let n = 0; n < 8; n += 1) {
    beside.push(await api.submit({ name: 'demo.slow', input: { durationMs: 1_500, steps: 3 } }));
    crashing.push(await api.submit({ name: 'demo.crash', input: {} }));
    beside.push(await api.submit({ name: 'demo.flaky', input: { failures: 0 } }));
  }
  using worker = supervise(system.service('worker'));
  for (const id of crashing) {
    expect(await api.ended(id, 90_000)).toMatchObject({
      status: 'failed',
      attempt: 2,
      error: { code: 'worker.lost' },
    });
  }
  for (const id of beside) expect(await api.ended(id, 90_000)).toMatchObject({ status: 'completed' });
  expect(worker.starts).toBeGreaterThan(0);
  expect(worker.starts).toBeLessThanOrEqual(crashing.length);
});

test('who runs apart loses no attempt when its worker is killed, and is ended by force if it does not heed a cancel', async () => {
  const env = { ACK_WAIT_MS: '1000', CANCEL_GRACE_MS: '200' };
  await using system = await TestSystem.create({ env, services });
  const api = createApiClient(system.apiUrl);
  const service = system.service('worker');
  const input = { durationMs: 60_000, steps: 600, ignoreSignal: true };
  const id = await api.submit({ name: 'demo.slow', input, retry: { maxAttempts: 2 } });
  await eventually('it runs', async () => (await api.command(id)).status === 'running');
  using worker = supervise(service);
  for (let kills = 1; kills <= 2; kills += 1) {
    // Only the worker: what it has started notices by itself.
    process.kill(service.pid, 'SIGKILL');
    const countApart = (): number => service.output.split('runs in a process of its own').length - 1;
    await eventually('it runs apart', async () => countApart() === kills);
  }
  await eventually('it says so', async () => (await api.command(id)).attempt === 2);
  await api.post(`/v1/commands/${id}/cancel`, { reason: 'enough' });
  expect(await api.ended(id)).toMatchObject({ status: 'canceled', reason: 'enough' });
  expect(worker.starts).toBe(2);
});
