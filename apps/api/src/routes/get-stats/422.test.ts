import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  ['window=600000&step=90000', '/query/step', 'whole minutes'],
  ['window=60000&step=120000', '/query/step', 'not be longer'],
  ['window=604800000&step=60000', '/query/step', 'at least 420000'],
  ['window=5', '/query/window', 'at least 60000'],
  ['windows=60000', '/query/windows', 'not known'],
])('%s', async (query, pointer, detail) => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: `/v1/stats?${query}` });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
});
