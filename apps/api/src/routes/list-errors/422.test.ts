import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each(['window=5', 'window=tomorrow', 'widow=60000'])('a query that is wrong: %s', async (query) => {
  await using api = await createTestApi();
  const response = await api.send('GET', `/v1/errors?${query}`);
  expect(readProblem(response).code).toBe('request.invalid');
});
