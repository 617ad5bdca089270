import { expect, test } from 'vitest';
import { createApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

/** The server would give up after three deliveries; the policy of the command allows six attempts. */
const env = { MAX_DELIVER: '3', ACK_WAIT_MS: '1000', RECONCILE_INTERVAL_MS: '500' };

test('a handler that kills its process, more often than the server delivers: failed with that reason, and the queue flows', async () => {
  const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;
  await using system = await TestSystem.create({ env, services });
  const api = createApiClient(system.apiUrl);
  const worker = system.service('worker');
  const id = await api.submit({ name: 'demo.crash', input: {}, retry: { maxAttempts: 6 } });
  // It dies with its neighbour each time, so it needs more attempts than that.
  const other = await api.submit({ name: 'demo.flaky', input: { failures: 0 }, retry: { maxAttempts: 20 } });
  let starts = 0;
  // In place of a supervisor: a worker that is dead is started again.
  const status = await eventually(
    'the command ends',
    async () => {
      if (!worker.isAlive) {
        worker.start();
        starts += 1;
      }
      const command = await api.command(id);
      return command.status === 'failed' && command;
    },
    { limitMs: 90_000, everyMs: 100 },
  );
  expect(status).toMatchObject({ attempt: 6, error: { code: 'worker.lost' } });
  expect(starts).toBe(6);
  expect(await api.ended(other)).toMatchObject({ status: 'completed' });
  expect(await api.ended(await api.submit({ name: 'demo.flaky', input: { failures: 0 } }))).toMatchObject({
    status: 'completed',
  });
});
