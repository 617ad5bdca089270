import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  ['{"name": }', /The body is not valid JSON: Unexpected token/],
  ['{"name": "a"', /The body is not valid JSON: Expected ',' or '}'.*line 1 column/],
  ['{"name": "a", "__proto__": {}}', /__proto__/],
  ['', /The body is empty; send a JSON object/],
  ['null', /The body is empty/],
])('%j is malformed', async (body, detail) => {
  await using api = await createTestApi();
  const response = await api.post(body);
  expect(response.statusCode).toBe(400);
  expect(readProblem(response)).toMatchObject({
    code: 'request.malformed',
    detail: expect.stringMatching(detail),
  });
  expect(api.bus.published).toEqual([]);
});
