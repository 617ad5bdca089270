import { expect, test } from 'vitest';
import { createTestApi, readProblem } from '../../testing/create-test-api.ts';

const path = '/v1/schedules/01KFX0000000000000000000AA';

test.each([
  ['GET', path, undefined],
  ['PATCH', path, { paused: true }],
  ['DELETE', path, undefined],
  ['POST', `${path}/trigger`, undefined],
  ['POST', `${path}/backfill`, { from: '2026-01-31T08:00:00Z', to: '2026-01-31T09:00:00Z' }],
] as const)('%s %s of a schedule that is not there', async (method, url, body) => {
  await using api = await createTestApi();
  expect(readProblem(await api.send(method, url, body))).toMatchObject({
    status: 404,
    code: 'schedule.not_found',
  });
});
