import { expect, test } from 'vitest';
import { mostMissed, planTicks } from './plan-ticks.ts';
import { readTicks } from './ticks.ts';

const everyMinute = readTicks({ cron: '* * * * *', timeZone: 'UTC' });
const everySecond = readTicks({ cron: '* * * * * *', timeZone: 'UTC' });
const noon = Date.UTC(2026, 0, 31, 12);
const minute = 60_000;

test('nothing is due before the next tick', () => {
  expect(planTicks(everyMinute, { sinceMs: noon, nowMs: noon + 59_999, misfire: 'all' })).toEqual([]);
});

test.each(['skip', 'once', 'all'] as const)('a due tick is fired under %s', (misfire) => {
  expect(planTicks(everyMinute, { sinceMs: noon, nowMs: noon + minute + 20, misfire })).toEqual([
    noon + minute,
  ]);
});

test('ticks that come close together are all due', () => {
  expect(planTicks(everySecond, { sinceMs: noon, nowMs: noon + 2_500, misfire: 'skip' })).toEqual([
    noon + 1_000,
    noon + 2_000,
  ]);
});

const after = { sinceMs: noon, nowMs: noon + 10 * minute + 30_000 };

test('skip: missed ticks are dropped', () => {
  expect(planTicks(everyMinute, { ...after, misfire: 'skip' })).toEqual([]);
});

test('once: the latest missed tick is fired', () => {
  expect(planTicks(everyMinute, { ...after, misfire: 'once' })).toEqual([noon + 10 * minute]);
});

test('once: a tick that is due makes up for those missed', () => {
  const nowMs = noon + 10 * minute + 1_000;
  expect(planTicks(everyMinute, { sinceMs: noon, nowMs, misfire: 'once' })).toEqual([noon + 10 * minute]);
});

test('all: every missed tick is fired, oldest first', () => {
  expect(planTicks(everyMinute, { ...after, misfire: 'all' })).toEqual(
    Array.from({ length: 10 }, (_, index) => noon + (index + 1) * minute),
  );
});

test('all: no more than the bound, and of those the newest', () => {
  const nowMs = noon + 1_000 * minute + 30_000;
  const fired = planTicks(everyMinute, { sinceMs: noon, nowMs, misfire: 'all' });
  expect(fired).toHaveLength(mostMissed);
  expect(fired.at(-1)).toBe(noon + 1_000 * minute);
});

test('a week of missed seconds is planned at once', () => {
  const nowMs = noon + 7 * 86_400_000;
  expect(planTicks(everySecond, { sinceMs: noon, nowMs, misfire: 'all' })).toHaveLength(mostMissed + 5);
});
