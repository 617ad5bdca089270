import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { toSubmittedMs } from './to-submitted-ms.ts';

test('reads the time of a ULID', () => {
  expect(toSubmittedMs('01ARYZ6S41TSV4RRFFQ69G5FAV')).toBe(1_469_918_176_385);
  const before = Date.now();
  expect(toSubmittedMs(newCommandId())).toBeGreaterThanOrEqual(before);
});
