import { scheduleViewSchema } from '@signalbox/shared/http/schedules';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';

test('a schedule is created, announced, and answers with its next five runs', async () => {
  let announced = 0;
  await using api = await createTestApi({ announceSchedules: () => void (announced += 1) });
  const command = { name: 'system.ping', input: {} };
  const response = await api.send('POST', '/v1/schedules', { name: 'Ping', command, cron: '0 3 * * *' });
  expect(response.statusCode).toBe(201);
  const schedule = scheduleViewSchema.parse(response.json());
  expect(schedule).toMatchObject({
    name: 'Ping',
    command,
    timeZone: 'UTC',
    overlap: 'skip',
    misfire: 'once',
  });
  expect(schedule.nextRuns).toHaveLength(5);
  expect(schedule.nextRuns[0]).toMatch(/T03:00:00.000Z$/);
  expect(response.headers['location']).toBe(`/v1/schedules/${schedule.id}`);
  expect(announced).toBe(1);
  expect((await api.send('GET', `/v1/schedules/${schedule.id}`)).json()).toEqual(schedule);
  expect((await api.send('GET', '/v1/schedules')).json()).toEqual({ items: [schedule] });
});
