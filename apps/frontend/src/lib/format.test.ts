import { expect, test } from 'vitest';
import {
  formatAge,
  formatDuration,
  formatElapsed,
  formatLimit,
  formatRate,
  formatUptime,
  formatWhen,
  shortId,
} from './format.ts';

test.each([
  [-3, '<1 ms'],
  [0, '<1 ms'],
  [0.42, '0.4 ms'],
  [412.4, '412 ms'],
  [1_000, '1.0 s'],
  [31_240, '31.2 s'],
  [59_940, '59.9 s'],
  [59_990, '1 m'],
  [60_000, '1 m'],
  [208_000, '3 m 28 s'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 m'],
  [90_000_000, '1 d 1 h'],
])('%d ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('A limit has no idle decimal', () => {
  expect([30_000, 1_500, 660_000].map(formatLimit)).toEqual(['30 s', '1.5 s', '11 m']);
});

test('A watched wait shows tenths only while it is short', () => {
  expect(formatElapsed(3_250)).toBe('3.3 s');
  expect(formatElapsed(12_900)).toBe('12 s');
  expect(formatElapsed(208_000)).toBe('3 m 28 s');
});

test('An age has one unit', () => {
  expect([400, 12_000, 240_000, 7_300_000, 200_000_000].map(formatAge)).toEqual([
    'now',
    '12 s',
    '4 min',
    '2 h',
    '2 d',
  ]);
});

test('A time says no more than is needed to find it', () => {
  const now = new Date(2026, 10, 24, 15, 0).getTime();
  expect(formatWhen(new Date(2026, 10, 24, 14, 2).getTime(), now)).toBe('14:02');
  expect(formatWhen(new Date(2026, 10, 23, 17, 20).getTime(), now)).toBe('Mon 17:20');
  expect(formatWhen(new Date(2026, 9, 3, 9, 5).getTime(), now)).toBe('3 Oct 09:05');
});

test('An uptime is never rounded up to perfect', () => {
  expect(formatUptime(0.999_999)).toBe('99.99 %');
  expect(formatUptime(1)).toBe('100.00 %');
});

test('Slow rates keep a decimal', () => {
  expect([0.42, 9.96, 402.4].map(formatRate)).toEqual(['0.4', '10', '402']);
});

test('A short id is the end of the id', () => {
  expect(shortId('01M86YAFHGANN3S24D1133WQ8J')).toBe('33WQ8J');
});
