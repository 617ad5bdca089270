import { AppError } from '@signalbox/shared/errors/app-error';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';
import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';

const first = { policy: defaultRetryPolicy, attempt: 1, allowedAttempts: 3, random: 0 };

test('an unknown error is tried again after the policy’s wait', () => {
  expect(classify(new Error('boom'), first)).toMatchObject({
    kind: 'retry',
    afterMs: 2_000,
    error: { code: 'handler.failed', message: 'boom', retryable: true },
  });
});

test('on the last attempt the same error fails the command', () => {
  expect(classify(new Error('boom'), { ...first, attempt: 3 })).toMatchObject({ kind: 'failed' });
});

test('what no later attempt can mend fails at once', () => {
  expect(classify(new NonRetryableError('no such document', 'document.missing'), first)).toMatchObject({
    kind: 'failed',
    error: { code: 'document.missing', retryable: false },
  });
});

test('a registered code decides by its advice', () => {
  expect(classify(new AppError('http.unexpected_status', '404'), first)).toMatchObject({ kind: 'failed' });
  expect(classify(new AppError('http.try_later', '503'), first)).toMatchObject({ kind: 'retry' });
});

test('a longer wait that the other side asked for is kept', () => {
  expect(classify(new RetryableError('slow down', { retryAfterMs: 45_000 }), first)).toMatchObject({
    afterMs: 45_000,
  });
});

test('a shorter wait that the other side asked for does not undercut the policy', () => {
  expect(classify(new RetryableError('soon', { retryAfterMs: 1 }), first)).toMatchObject({ afterMs: 2_000 });
});

test('things thrown that are no errors are kept readable', () => {
  expect(classify({ answer: 42 }, first)).toMatchObject({ error: { message: '{"answer":42}' } });
  expect(classify('plain', first)).toMatchObject({ error: { message: 'plain' } });
});
