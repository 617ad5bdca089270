import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  { body: {}, says: 'give paused, concurrency or ratePerSecond' },
  { body: { pause: true }, says: 'pause' },
  { body: { concurrency: 0 }, says: 'concurrency' },
  { body: { ratePerSecond: 'fast' }, says: 'ratePerSecond' },
])('$body', async ({ body, says }) => {
  await using api = await createTestApi();
  const response = await api.send('PATCH', '/v1/queues/default', body);
  expect(response.statusCode).toBe(422);
  const problem = readProblem(response);
  expect(problem.code).toBe('request.invalid');
  expect(JSON.stringify(problem)).toContain(says);
  expect(api.queueControls.find('default')).toBeUndefined();
});
