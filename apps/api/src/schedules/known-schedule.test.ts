import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { expect, test } from 'vitest';
import { KnownSchedule } from './known-schedule.ts';

const minuteMs = 60_000;
const eight = Date.UTC(2026, 0, 31, 8);
const row: ScheduleRow = {
  id: '01KFX0000000000000000000AA',
  name: 'Ping',
  command: { name: 'system.ping', input: {} },
  cron: '* * * * *',
  timeZone: 'UTC',
  overlap: 'skip',
  misfire: 'skip',
  paused: false,
  countsFrom: eight,
  createdAt: 0,
  updatedAt: 0,
};

test('of a schedule that nothing was fired of, all ticks since it counts may have been left', () => {
  const known = new KnownSchedule(row, 0);
  expect(known.unseenTicks(eight + 2 * minuteMs)).toEqual([eight + minuteMs, eight + 2 * minuteMs]);
});

test('ticks around the last one, and all after it, may have been left; each is told of until it was looked at', () => {
  const last = eight + 10 * minuteMs;
  const known = new KnownSchedule(row, last);
  expect(known.unseenTicks(last + minuteMs)).toEqual([last, last + minuteMs]);
  expect(known.unseenTicks(last + minuteMs)).toHaveLength(2);
  known.markSeen(last + minuteMs);
  expect(known.unseenTicks(last + 2 * minuteMs)).toEqual([last + 2 * minuteMs]);
});

test('after a long time without any process the first hundred are looked at', () => {
  const known = new KnownSchedule(row, eight);
  const unseen = known.unseenTicks(eight + 10_000 * minuteMs);
  expect(unseen).toHaveLength(100);
  expect(unseen[0]).toBe(eight);
});
