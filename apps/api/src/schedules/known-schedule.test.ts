import { expect, test } from 'vitest';
import { makeSchedule } from '../testing/make-schedule.ts';
import { KnownSchedule } from './known-schedule.ts';

const minuteMs = 60_000;
const eight = Date.UTC(2026, 0, 31, 8);
const row = makeSchedule({ countsFrom: eight });

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
