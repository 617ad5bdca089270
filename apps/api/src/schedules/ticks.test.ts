import { describe, expect, test } from 'vitest';
import { readTicks } from './ticks.ts';

const at = (text: string): number => Date.parse(text);
const show = (ticks: readonly number[]): string[] => ticks.map((ms) => new Date(ms).toISOString());
const berlin = (cron: string) => readTicks({ cron, timeZone: 'Europe/Berlin' });

test('five fields are minutes, six begin with seconds', () => {
  const from = at('2026-01-31T08:00:00Z');
  expect(show(readTicks({ cron: '*/10 * * * *', timeZone: 'UTC' }).next(from, 2))).toEqual([
    '2026-01-31T08:10:00.000Z',
    '2026-01-31T08:20:00.000Z',
  ]);
  expect(show(readTicks({ cron: '*/20 * * * * *', timeZone: 'UTC' }).next(from, 2))).toEqual([
    '2026-01-31T08:00:20.000Z',
    '2026-01-31T08:00:40.000Z',
  ]);
});

test('a tick is after a moment, not at it', () => {
  const ticks = readTicks({ cron: '* * * * * *', timeZone: 'UTC' });
  expect(ticks.after(at('2026-01-31T08:00:00.000Z'))).toBe(at('2026-01-31T08:00:01Z'));
  expect(ticks.after(at('2026-01-31T08:00:00.999Z'))).toBe(at('2026-01-31T08:00:01Z'));
});

test('a rule that never comes has no tick', () => {
  expect(
    readTicks({ cron: '0 0 30 2 *', timeZone: 'UTC' }).after(at('2026-01-01T00:00:00Z')),
  ).toBeUndefined();
});

test('what lies between two moments is told newest and complete, the end included', () => {
  const ticks = readTicks({ cron: '* * * * *', timeZone: 'UTC' });
  const range = { afterMs: at('2026-01-31T08:00:00Z'), untilMs: at('2026-01-31T08:03:00Z') };
  expect(show(ticks.between(range, 100))).toEqual([
    '2026-01-31T08:01:00.000Z',
    '2026-01-31T08:02:00.000Z',
    '2026-01-31T08:03:00.000Z',
  ]);
  expect(show(ticks.between(range, 1))).toEqual(['2026-01-31T08:03:00.000Z']);
});

describe('the clocks of Berlin go forward on 29 March 2026 from 2:00 to 3:00', () => {
  test('a time of day in the gap comes once, at its end', () => {
    expect(show(berlin('30 2 * * *').next(at('2026-03-28T00:00:00Z'), 3))).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('every hour is every hour', () => {
    expect(show(berlin('0 * * * *').next(at('2026-03-28T23:30:00Z'), 3))).toEqual([
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ]);
  });
});

describe('the clocks of Berlin go back on 25 October 2026 from 3:00 to 2:00', () => {
  test('a time of day that comes twice fires once', () => {
    const ticks = ['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'];
    expect(show(berlin('30 2 * * *').next(at('2026-10-24T00:00:00Z'), 3))).toEqual(ticks);
    const range = { afterMs: at('2026-10-24T00:00:00Z'), untilMs: at('2026-10-27T00:00:00Z') };
    expect(show(berlin('30 2 * * *').between(range, 100))).toEqual(ticks);
  });

  test('every hour is every hour', () => {
    expect(show(berlin('0 * * * *').next(at('2026-10-24T23:30:00Z'), 4))).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });
});
