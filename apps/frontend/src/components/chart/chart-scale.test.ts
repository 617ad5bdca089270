import { expect, test } from 'vitest';
import { toPaths, toRoundDuration, toRoundMaximum } from './chart-scale.ts';

test.each([
  [0, 1, 1],
  [0.3, 1, 1],
  [7, 1, 10],
  [41, 1, 50],
  [402, 1, 500],
  [1_001, 1, 2_000],
  [0.013, 0.01, 0.02],
])('%d with at least %d is drawn up to %d', (value, least, maximum) => {
  expect(toRoundMaximum(value, least)).toBeCloseTo(maximum, 10);
});

test.each([
  [3, 10],
  [208_000, 240_000],
  [250_000, 300_000],
  [7_000_000, 7_200_000],
])('A duration of %d ms is drawn up to %d ms', (value, maximum) => {
  expect(toRoundDuration(value, 10)).toBe(maximum);
});

const frame = { fromMs: 0, toMs: 100, maximum: 10, width: 100, height: 50 };

test('A line goes from left to right, high values up', () => {
  const { line, area } = toPaths(
    [
      { atMs: 0, value: 0 },
      { atMs: 100, value: 10 },
    ],
    frame,
  );
  expect(line).toBe('M0 50L100 0');
  expect(area).toBe('M0 50L0 50L100 0L100 50Z');
});

test('Unknown values leave a gap', () => {
  const samples = [0, 20, 40, 60, 80].map((atMs) => ({ atMs, value: atMs === 40 ? undefined : 5 }));
  expect(toPaths(samples, frame).line).toBe('M0 25L20 25M60 25L80 25');
});

test('A value that stands alone is still seen', () => {
  expect(toPaths([{ atMs: 50, value: 5 }], frame)).toEqual({ line: '', area: '', dots: 'M50 25h0' });
});

test('Nothing draws nothing', () => {
  expect(toPaths([], frame)).toEqual({ line: '', area: '', dots: '' });
});
