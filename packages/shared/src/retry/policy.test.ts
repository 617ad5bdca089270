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
