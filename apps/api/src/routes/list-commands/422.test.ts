import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('unknown parameters are named', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/v1/commands?stauts=failed&limit=5' });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([
    { pointer: '/query/stauts', detail: expect.stringContaining('did you mean status') },
  ]);
});
