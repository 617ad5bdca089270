import type { ScheduleRow } from '@signalbox/runtime/store/schedules';

/** Fires a ping every minute. */
export const makeSchedule = (parts: Partial<ScheduleRow> = {}): ScheduleRow => ({
  id: '01KFX0000000000000000000AA',
  name: 'Ping',
  command: { name: 'system.ping', input: {} },
  cron: '* * * * *',
  timeZone: 'UTC',
  overlap: 'skip',
  misfire: 'once',
  paused: false,
  countsFrom: 0,
  createdAt: 0,
  updatedAt: 0,
  ...parts,
});
