import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test('an error nobody foresaw says nothing of its inside', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = () => {
    throw new TypeError('secret inside');
  };
  const response = await api.post({ name: 'system.ping', input: {} });
  expect(response.statusCode).toBe(500);
  expect(readProblem(response)).toMatchObject({ code: 'internal.unexpected' });
  expect(response.body).not.toContain('secret');
});
