import { expect, test } from 'vitest';
import { createApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

test('a worker that is asked to stop finishes what it runs, once', async () => {
  await using system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 2_000 } });
  await eventually('it runs', async () => (await api.command(id)).status === 'running');
  expect(await system.service('worker').end('SIGTERM')).toBe(0);
  expect(await api.command(id)).toMatchObject({ status: 'completed', attempt: 1 });
});
