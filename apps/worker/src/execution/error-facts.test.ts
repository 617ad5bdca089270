import { AppError } from '@signalbox/shared/errors/app-error';
import { NonRetryableError } from '@signalbox/shared/errors/handler-errors';
import { expect, test } from 'vitest';
import { toCommandError, toErrorFacts } from './error-facts.ts';

class QuotaError extends RangeError {}

test('an error is named by its own class, and known by all that it is derived from', () => {
  expect(toErrorFacts(new QuotaError('full')).names).toEqual(['QuotaError', 'RangeError', 'Error']);
  expect(toCommandError(new QuotaError('full')).name).toBe('QuotaError');
});

test('an error that names itself otherwise than its class goes by that name', () => {
  const aborted = new DOMException('stopped', 'AbortError');
  expect(toErrorFacts(aborted).names).toEqual(['AbortError', 'DOMException', 'Error']);
});

test('codes of the platform are known to the rules, and ours are kept', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  expect(toErrorFacts(refused).code).toBe('ECONNREFUSED');
  expect(toCommandError(refused).code).toBe('handler.failed');
  expect(toCommandError(new NonRetryableError('no', 'document.missing')).code).toBe('document.missing');
});

test('details and a fingerprint are kept', () => {
  const error = new AppError('http.try_later', 'wait 5 s', { details: { status: 503 } });
  expect(toCommandError(error)).toMatchObject({
    details: { status: 503 },
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
});

test('things thrown that are no errors are kept readable', () => {
  expect(toCommandError({ answer: 42 })).toMatchObject({ message: '{"answer":42}' });
  expect(toCommandError('plain')).toMatchObject({ message: 'plain' });
});
