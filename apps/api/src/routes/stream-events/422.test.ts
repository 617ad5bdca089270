import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  ['?type=ended', {}, '/query/type/0'],
  ['?id=abc', {}, '/query/id/0'],
  ['?nmae=a', {}, '/query/nmae'],
  ['', { 'last-event-id': 'abc' }, '/headers/last-event-id'],
])('%s with %j', async (query, headers, pointer) => {
  await using api = await createTestApi();
  const response = await api.server.inject({ method: 'GET', url: `/v1/events${query}`, headers });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([expect.objectContaining({ pointer })]);
});
