import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a reason that is too long, and a field that does not exist', async () => {
  await using api = await createTestApi();
  const body = { reason: 'x'.repeat(501), force: true };
  const response = await api.send('POST', '/v1/commands/01KFX0000000000000000000AA/cancel', body);
  const problem = readProblem(response);
  expect(problem).toMatchObject({ status: 422, code: 'request.invalid' });
  expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(['/force', '/reason']);
});
