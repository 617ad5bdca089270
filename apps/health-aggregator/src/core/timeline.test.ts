import { expect, test } from 'vitest';
import { addPoint, toMinutes, toUptime, type Timeline } from './timeline.ts';

const minute = 60_000;
const now = 100 * minute + 30_000;

test('minutes show the worst state of each, and unknown before the first knowledge', () => {
  const timeline: Timeline = [
    { atEpochMs: 50 * minute + 1_000, state: 'healthy' },
    { atEpochMs: 98 * minute + 10_000, state: 'offline' },
    { atEpochMs: 98 * minute + 20_000, state: 'healthy' },
  ];
  const minutes = toMinutes(timeline, now);
  expect(minutes).toHaveLength(60);
  expect(minutes.slice(0, 9)).toEqual(Array(9).fill('unknown'));
  expect(minutes[9]).toBe('healthy');
  expect(minutes.slice(-4)).toEqual(['healthy', 'offline', 'healthy', 'healthy']);
});

test('a state that began before the hour fills it', () => {
  expect(toMinutes([{ atEpochMs: 0, state: 'degraded' }], now)).toEqual(Array(60).fill('degraded'));
});

test('uptime is weighted by time, counts degraded as up, and leaves unknown time out', () => {
  const timeline: Timeline = [
    { atEpochMs: now - 40 * minute, state: 'healthy' },
    { atEpochMs: now - 30 * minute, state: 'unknown' },
    { atEpochMs: now - 20 * minute, state: 'degraded' },
    { atEpochMs: now - 10 * minute, state: 'offline' },
  ];
  expect(toUptime(timeline, now, 60 * minute)).toBeCloseTo(2 / 3);
  expect(toUptime(timeline, now, 15 * minute)).toBeCloseTo(1 / 3);
  expect(toUptime([], now, minute)).toBeUndefined();
});

test('a first start is no downtime, a start after a failure is', () => {
  const first: Timeline = [
    { atEpochMs: now - 4 * minute, state: 'unknown' },
    { atEpochMs: now - 3 * minute, state: 'starting' },
    { atEpochMs: now - 2 * minute, state: 'healthy' },
  ];
  expect(toUptime(first, now, 60 * minute)).toBe(1);
  const again: Timeline = [{ atEpochMs: now - 4 * minute, state: 'offline' }, ...first.slice(1)];
  expect(toUptime(again, now, 60 * minute)).toBe(0.5);
});

test('equal states in a row are one point, and old points leave', () => {
  let timeline: Timeline = [{ atEpochMs: 0, state: 'healthy' }];
  timeline = addPoint(timeline, { atEpochMs: 5, state: 'healthy' }, 100);
  expect(timeline).toHaveLength(1);
  timeline = addPoint(timeline, { atEpochMs: 50, state: 'offline' }, 100);
  timeline = addPoint(timeline, { atEpochMs: 200, state: 'healthy' }, 100);
  expect(timeline.map(({ atEpochMs }) => atEpochMs)).toEqual([50, 200]);
});
