import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('a wrong method is told with the right ones', async () => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'DELETE', url: '/v1/commands' });
  expect(response.statusCode).toBe(405);
  expect(response.headers['allow']).toBe('POST, GET');
  expect(readProblem(response)).toMatchObject({
    code: 'route.wrong_method',
    detail: '/v1/commands does not take DELETE; use POST or GET.',
  });
});
