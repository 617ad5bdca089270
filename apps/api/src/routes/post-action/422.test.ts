import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  [{}, '/filter', /at least one parameter/],
  [{ status: 'broken' }, '/filter/status', /one or more of scheduled/],
  [{ staus: 'failed' }, '/filter/staus', /did you mean status/],
  [{ from: 'yesterday' }, '/filter/from', /ISO-8601/],
  [{ 'input.a b': '1' }, '/filter/input.a b', /path of field names/],
  [{ status: 'failed', limit: '5' }, '/filter/limit', /is for lists/],
])('the filter %j', async (filter, pointer, detail) => {
  await using api = await createTestApi();
  const body = { action: 'retry', filter, reason: 'why' };
  const response = await api.send('POST', '/v1/commands/actions', body);
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  expect(api.actions.stored.size).toBe(0);
});

test('a reason is needed', async () => {
  await using api = await createTestApi();
  const response = await api.send('POST', '/v1/commands/actions', { action: 'retry', filter: { tag: 'a' } });
  expect(readProblem(response).errors).toEqual([expect.objectContaining({ pointer: '/reason' })]);
});
