import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

test.each([
  ['2026-01-31T08:00:00Z', '2026-01-31T07:00:00Z', '/to', /must not be before from/],
  ['2026-01-31T08:00:00Z', '2199-01-31T08:00:00Z', '/to', /must not be in the future/],
  ['2026-01-31T08:00:00Z', '2026-02-02T08:00:00Z', '/from', /more than 1000 ticks/],
])('from %s to %s', async (from, to, pointer, detail) => {
  await using api = await createTestApi();
  const body = { name: 'Ping', command: { name: 'system.ping', input: {} }, cron: '* * * * *' };
  const { id } = (await api.send('POST', '/v1/schedules', body)).json<{ id: string }>();
  const response = await api.send('POST', `/v1/schedules/${id}/backfill`, { from, to });
  expect(response.statusCode).toBe(422);
  expect(readProblem(response).errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  expect(api.bus.published).toEqual([]);
});
