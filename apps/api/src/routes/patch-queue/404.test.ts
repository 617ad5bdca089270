import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a queue nobody knows is not made by a typing error', async () => {
  await using api = await createTestApi();
  const response = await api.send('PATCH', '/v1/queues/defualt', { paused: true });
  expect(response.statusCode).toBe(404);
  expect(readProblem(response)).toMatchObject({ code: 'queue.not_found', suggestions: ['default'] });
  expect(api.queueControls.find('defualt')).toBeUndefined();
});
