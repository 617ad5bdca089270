import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('what is no id', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: '/v1/commands/123' });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([
    { pointer: '/path/id', detail: 'a command id is a ULID of 26 characters' },
  ]);
});
