import type { QueueView, Stats, StatsPoint } from '@signalbox/shared/http/stats';
import { expect, test } from 'vitest';
import { toFigures } from './to-figures.ts';

const startMs = Date.UTC(2026, 10, 24, 14, 0);
const point = (minute: number, parts: Partial<StatsPoint>): StatsPoint => ({
  at: new Date(startMs + minute * 60_000).toISOString(),
  submitted: 0,
  completed: 0,
  failed: 0,
  retried: 0,
  ...parts,
});
const statsOf = (...points: StatsPoint[]): Stats => ({
  windowMs: points.length * 60_000,
  stepMs: 60_000,
  points,
});
const queue = (depth: number, running: number): QueueView => ({
  name: 'default',
  depth,
  running,
  workers: 1,
  slots: 8,
  paused: false,
});

const stats = statsOf(
  point(0, { submitted: 10, completed: 8, waitP95Ms: 120 }),
  point(1, { submitted: 20, completed: 9, failed: 1 }),
  point(2, { submitted: 4, completed: 3, failed: 1 }),
);
/** Half of the last minute has passed. */
const now = startMs + 2.5 * 60_000;

test('The rate is that of the last sixty seconds, of which half lie in the minute before', () => {
  expect(toFigures(stats, [], now).throughput.perMinute).toBe(4 + 10 / 2);
});

test('The running minute does not pull the line down', () => {
  expect(toFigures(stats, [], now).throughput.samples.map(({ value }) => value)).toEqual([8, 10, 9]);
});

test('The failure rate is of those that ended, and unknown in a minute in which none ended', () => {
  const { failures } = toFigures(statsOf(point(0, {}), point(1, { completed: 3, failed: 1 })), [], now);
  expect(failures).toMatchObject({ share: 0.25, failed: 1, ended: 4 });
  expect(failures.samples.map(({ value }) => value)).toEqual([undefined, 0.25]);
});

test('The wait is the last that is known', () => {
  expect(toFigures(stats, [], now).wait).toMatchObject({ p95Ms: 120, runP95Ms: undefined });
});

test('The backlog is counted back from what is open now', () => {
  const { backlog } = toFigures(stats, [queue(9, 3)], now);
  expect(backlog).toMatchObject({ open: 12, waiting: 9, running: 3 });
  expect(backlog.samples.map(({ value }) => value)).toEqual([2, 12, 12]);
});

test('All lines share one window', () => {
  expect(toFigures(stats, [], now)).toMatchObject({ fromMs: startMs, toMs: startMs + 120_000 });
});
