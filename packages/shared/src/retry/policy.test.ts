import { expect, test } from 'vitest';
import { allowedAttempts, computeWaitMs, defaultRetryPolicy, resolveRetryPolicy } from './policy.ts';

const waits = (strategy: 'exponential' | 'exponential_jitter' | 'fixed' | 'random', random: number) =>
  [1, 2, 3, 4, 5, 6].map((attempt) => computeWaitMs({ ...defaultRetryPolicy, strategy }, attempt, random));

test('exponential waits double up to the cap', () => {
  expect(waits('exponential', 0.5)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('jitter is added after the cap', () => {
  expect(waits('exponential_jitter', 0.5)).toEqual([2_500, 4_500, 8_500, 16_500, 30_500, 30_500]);
});

test('fixed waits are all the same', () => {
  expect(waits('fixed', 0.9)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
});

test('random waits lie between the limits', () => {
  expect(waits('random', 0)).toContain(1_000);
  expect(waits('random', 0.5)[0]).toBe(15_500);
});

test('overrides are laid over field by field, the last one wins', () => {
  const policy = resolveRetryPolicy(defaultRetryPolicy, { maxAttempts: 5, waitMs: 10 }, undefined, {
    maxAttempts: 7,
  });
  expect(policy).toEqual({ ...defaultRetryPolicy, maxAttempts: 7, waitMs: 10 });
});

test('one command can be switched off although retry is on globally', () => {
  expect(allowedAttempts(resolveRetryPolicy(defaultRetryPolicy, { enabled: false }))).toBe(1);
});

test('the global policy is three attempts with exponential waits and jitter, from 1 to 30 seconds', () => {
  expect(defaultRetryPolicy).toEqual({
    enabled: true,
    maxAttempts: 3,
    strategy: 'exponential_jitter',
    waitMinMs: 1_000,
    waitMaxMs: 30_000,
    waitMs: 1_000,
    multiplier: 2,
  });
});

test.each([
  ['nothing of its own', undefined, 3, 2_000],
  ['more attempts', { maxAttempts: 7 }, 7, 2_000],
  ['another strategy', { strategy: 'fixed', waitMs: 40 } as const, 3, 40],
  ['a higher least wait', { waitMinMs: 5_000 }, 3, 5_000],
  ['a lower cap', { waitMaxMs: 1_500 }, 3, 1_500],
  ['a larger multiplier', { multiplier: 3 }, 3, 3_000],
  ['retry switched off', { enabled: false, maxAttempts: 9 }, 1, 2_000],
])('a command with %s inherits the rest', (_, override, attempts, firstWaitMs) => {
  const policy = resolveRetryPolicy(defaultRetryPolicy, override);
  expect([allowedAttempts(policy), computeWaitMs(policy, 1, 0)]).toEqual([attempts, firstWaitMs]);
});
