import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  ['status_filter=error', '/query/status_filter'],
  ['limit=0', '/query/limit'],
])('%s is refused', async (query, pointer) => {
  await using api = await createTestApi();
  const problem = readProblem(await api.send('GET', `/api/commands/jobs?${query}`));
  expect(problem).toMatchObject({ status: 422, errors: [{ pointer }] });
});
