import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { storeAway } from '../../testing/memory-ports.ts';

test('without a database', async () => {
  await using api = await createTestApi();
  api.view.failure = storeAway();
  const response = await api.server.inject({ method: 'GET', url: '/v1/commands' });
  expect(response.statusCode).toBe(503);
  expect(readProblem(response).code).toBe('store.unavailable');
});
