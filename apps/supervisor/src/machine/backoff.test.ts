import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { computeBackoffMs } from './backoff.ts';

const wait = (failures: number, random = 0.5, capMs = 30_000) =>
  computeBackoffMs(defaultPolicy, { failures, capMs, random });

test('doubles from half a second up to the cap', () => {
  expect([1, 2, 3, 6, 7, 8, 100].map((failures) => wait(failures))).toEqual([
    500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('is spread by a fifth to both sides', () => {
  expect([wait(1, 0), wait(1, 1)]).toEqual([400, 600]);
});
