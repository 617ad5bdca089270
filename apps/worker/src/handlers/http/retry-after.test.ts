import { expect, test } from 'vitest';
import { parseRetryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['3', 3_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('%j → %j', (value, expected) => {
  expect(parseRetryAfterMs(value, now)).toBe(expected);
});
