import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint-of.ts';

const error = { code: 'handler.failed', message: 'no', retryable: false };

test('an error keeps the fingerprint it came with', () => {
  expect(fingerprintOf({ ...error, fingerprint: 'f' })).toBe('f');
});

test('errors that differ in numbers, ids and quoted values alone have one cause', () => {
  const first = fingerprintOf({ ...error, message: 'row 17 of "a.csv" in 01J9ZZZZZZZZZZZZZZZZZZZZZZ' });
  const second = fingerprintOf({ ...error, message: 'row 4 of "b.csv" in 01K0AAAAAAAAAAAAAAAAAAAAAA' });
  expect(second).toBe(first);
  expect(fingerprintOf({ ...error, message: 'column 17 of "a.csv"' })).not.toBe(first);
  expect(fingerprintOf({ ...error, code: 'http.unreachable' })).not.toBe(fingerprintOf(error));
});
