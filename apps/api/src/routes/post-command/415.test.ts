import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([['text/plain'], ['application/x-www-form-urlencoded']])('%s is not taken', async (type) => {
  await using api = await createTestApi();
  const response = await api.post('{"name":"system.ping","input":{}}', { headers: { 'content-type': type } });
  expect(response.statusCode).toBe(415);
  expect(readProblem(response)).toMatchObject({
    code: 'request.media_type',
    detail: `The body must be JSON: send the header content-type: application/json; it is "${type}".`,
  });
});
