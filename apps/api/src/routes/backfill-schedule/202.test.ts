import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('ticks that were not fired are fired, those that were skipped among them', async () => {
  await using api = await createTestApi();
  const body = { name: 'Ping', command: { name: 'system.ping', input: {} }, cron: '0 * * * *' };
  const { id } = (await api.send('POST', '/v1/schedules', body)).json<{ id: string }>();
  const eight = Date.UTC(2026, 0, 31, 8);
  const claim = { commandId: '01KFX0000000000000000000AA', at: eight };
  await api.ticks.settle(id, eight, { ...claim, decision: 'fired' });
  await api.ticks.settle(id, eight + 3_600_000, { ...claim, decision: 'skipped' });
  const nine = eight + 3_600_000;
  const isPublished = new Promise<void>((resolve) => {
    api.bus.onPublish = () => resolve();
  });
  const retake = api.ticks.retake.bind(api.ticks);
  // The earlier one is fired last.
  api.ticks.retake = async (scheduleId, tickMs, found) => {
    if (tickMs === nine) await isPublished;
    return retake(scheduleId, tickMs, found);
  };
  const range = { from: '2026-01-31T08:00:00Z', to: '2026-01-31T10:00:00Z' };
  const response = await api.send('POST', `/v1/schedules/${id}/backfill`, range);
  expect(response.statusCode).toBe(202);
  expect(response.json()).toEqual({ ticks: 3, fired: 2 });
  expect(api.bus.published).toHaveLength(2);
  expect((await api.send('GET', `/v1/schedules/${id}`)).json()).toMatchObject({
    lastTickAt: '2026-01-31T10:00:00.000Z',
  });
  const again = await api.send('POST', `/v1/schedules/${id}/backfill`, range);
  expect(again.json()).toEqual({ ticks: 3, fired: 0 });
});
