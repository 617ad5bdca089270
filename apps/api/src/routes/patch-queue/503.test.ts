import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';
import { busAway } from '../../testing/memory-ports.ts';

test('without a bus nothing is changed', async () => {
  await using api = await createTestApi({ readLanes: () => Promise.reject(busAway()) });
  const response = await api.send('PATCH', '/v1/queues/default', { paused: true });
  expect(response.statusCode).toBe(503);
  expect(readProblem(response).code).toBe('bus.unavailable');
  expect(api.queueControls.find('default')).toBeUndefined();
});
