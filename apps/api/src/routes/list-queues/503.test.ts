import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { busAway } from '../../testing/memory-ports.ts';

test('without a bus', async () => {
  await using api = await createTestApi({ readLanes: () => Promise.reject(busAway()) });
  const response = await api.server.inject({ method: 'GET', url: '/v1/queues' });
  expect(response.statusCode).toBe(503);
  expect(readProblem(response).code).toBe('bus.unavailable');
});
