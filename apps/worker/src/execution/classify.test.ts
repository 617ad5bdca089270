import { AppError } from '@signalbox/shared/errors/app-error';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';
import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';

const first = {
  command: { submittedAt: 0 },
  policy: defaultRetryPolicy,
  attempt: 1,
  allowedAttempts: 3,
  random: 0,
  now: 10_000,
};

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

test('what was canceled is no failure', () => {
  expect(classify(new AppError('command.canceled', 'not needed'), first)).toEqual({
    kind: 'canceled',
    reason: 'not needed',
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

test('the rules of the policy decide before the error’s own advice', () => {
  const stopping = { ...first, policy: { ...defaultRetryPolicy, stopOn: ['TypeError'] } };
  expect(classify(new TypeError('boom'), stopping)).toMatchObject({
    kind: 'failed',
    error: { retryable: false },
  });
  expect(classify(new Error('boom'), stopping)).toMatchObject({ kind: 'retry' });
});

test('a command that is too old for another attempt fails with its last error, and says why', () => {
  const policy = { ...defaultRetryPolicy, maxAgeMs: 11_999 };
  expect(classify(new Error('boom'), { ...first, policy })).toMatchObject({
    kind: 'failed',
    error: {
      code: 'handler.failed',
      message: 'boom',
      details: { notRetried: expect.stringContaining('11999 ms') },
    },
  });
  const due = { ...first, command: { submittedAt: 0, runAt: 1 } };
  expect(classify(new Error('boom'), { ...due, policy })).toMatchObject({ kind: 'retry' });
});

test('a wait that ends after the deadline is not begun', () => {
  const command = { submittedAt: 0, deadlineAt: 12_000 };
  expect(classify(new Error('boom'), { ...first, command })).toMatchObject({
    kind: 'failed',
    error: { message: 'boom', details: { notRetried: expect.stringContaining('deadline') } },
  });
  const later = { ...command, deadlineAt: 12_001 };
  expect(classify(new Error('boom'), { ...first, command: later })).toMatchObject({ kind: 'retry' });
});

test('an attempt that its worker interrupted is made again at once, whatever the rules', () => {
  const interrupted = new AppError('command.interrupted', 'The worker stopped.');
  const policy = { ...defaultRetryPolicy, retryOn: ['TypeError'], stopOn: ['Error'] };
  expect(classify(interrupted, { ...first, policy })).toMatchObject({ kind: 'retry', afterMs: 0 });
  expect(classify(interrupted, { ...first, attempt: 3 })).toMatchObject({ kind: 'failed' });
});

test('a canceled attempt ends the command as canceled, with the reason', () => {
  const canceled = new AppError('command.canceled', 'No longer wanted.');
  expect(classify(canceled, first)).toEqual({ kind: 'canceled', reason: 'No longer wanted.' });
});
