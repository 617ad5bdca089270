import { expect, test } from 'vitest';
import { addStats, countDuration, createMinuteStats, toP95Ms } from './minute-stats.ts';

test('the 95th percentile is right within a quarter', () => {
  const stats = createMinuteStats();
  for (let ms = 1; ms <= 1_000; ms += 1) countDuration(stats.run, ms);
  const p95 = toP95Ms(stats.run) ?? 0;
  expect(p95).toBeGreaterThan(950 / 1.25);
  expect(p95).toBeLessThan(950 * 1.25);
});

test('nothing counted has no percentile', () => {
  expect(toP95Ms({})).toBeUndefined();
});

test('minutes of several recorders add up', () => {
  const left = createMinuteStats();
  const right = { ...createMinuteStats(), submitted: 2, failed: 1 };
  countDuration(right.wait, 10);
  addStats(left, right);
  addStats(left, right);
  expect(left).toMatchObject({ submitted: 4, failed: 2 });
  expect(Object.values(left.wait)).toEqual([2]);
});
