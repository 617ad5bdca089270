import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a draining process is alive and takes no new work', async () => {
  await using api = await createTestApi();
  api.health.markReady();
  api.health.markDraining();
  expect((await api.server.inject({ method: 'GET', url: '/livez' })).statusCode).toBe(200);
  expect((await api.server.inject({ method: 'GET', url: '/readyz' })).statusCode).toBe(503);
  expect((await api.server.inject({ method: 'GET', url: '/api/health' })).json()).toEqual({
    status: 'degraded',
  });
});
