import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

const path = '/v1/schedules/01KFX0000000000000000000AA';
const row = {
  id: '01KFX0000000000000000000AA',
  name: 'Ping',
  command: { name: 'system.ping', input: {} },
  cron: '0 3 * * *',
  timeZone: 'UTC',
  overlap: 'skip',
  misfire: 'all',
  paused: false,
  countsFrom: 5,
  createdAt: 5,
  updatedAt: 5,
} as const;

test('what is left out stays', async () => {
  await using api = await createTestApi();
  await api.schedules.create(row);
  const response = await api.send('PATCH', path, { timeZone: 'Europe/Berlin', overlap: 'queue' });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({
    name: 'Ping',
    cron: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    overlap: 'queue',
    misfire: 'all',
  });
});

test('time that was paused, or under another rule, holds no missed ticks', async () => {
  await using api = await createTestApi();
  await api.schedules.create(row);
  const countsFrom = async (patch: object) => {
    await api.send('PATCH', path, patch);
    return api.schedules.rows.get(row.id)?.countsFrom;
  };
  expect(await countsFrom({ paused: true })).toBe(5);
  const beganAt = Date.now();
  const resumed = await countsFrom({ paused: false });
  expect(resumed).toBeGreaterThanOrEqual(beganAt);
  expect(await countsFrom({ name: 'Other' })).toBe(resumed);
  api.schedules.rows.set(row.id, row);
  expect(await countsFrom({ cron: '0 4 * * *' })).toBeGreaterThanOrEqual(beganAt);
});

test('a paused schedule has no next runs', async () => {
  await using api = await createTestApi();
  await api.schedules.create(row);
  expect((await api.send('PATCH', path, { paused: true })).json()).toMatchObject({ nextRuns: [] });
});
