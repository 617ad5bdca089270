import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';
import { computeWaitMs, type RetryPolicy } from '@signalbox/shared/retry/policy';
import type { Outcome } from '@signalbox/shared/status/outcome';

const maxStackLength = 4_000;
const maxMessageLength = 4_000;

const toCode = (error: unknown): string => {
  if (error instanceof AppError || error instanceof NonRetryableError || error instanceof RetryableError)
    return error.code;
  return 'handler.failed';
};

const isRetryable = (error: unknown): boolean => {
  if (error instanceof NonRetryableError) return false;
  return error instanceof AppError ? error.retryable : true;
};

const toRetryAfterMs = (error: unknown): number =>
  (error instanceof AppError || error instanceof RetryableError ? error.retryAfterMs : undefined) ?? 0;

/** Keeps of anything thrown what a person needs to understand the failure. */
export const toCommandError = (error: unknown): CommandError => {
  const known =
    error instanceof Error ? error : new Error(typeof error === 'string' ? error : JSON.stringify(error));
  return {
    code: toCode(error),
    message: known.message.slice(0, maxMessageLength),
    retryable: isRetryable(error),
    ...(error instanceof AppError && error.details && { details: error.details }),
    ...(known.stack && { stack: known.stack.slice(0, maxStackLength) }),
  };
};

export interface ClassifyOptions {
  policy: RetryPolicy;
  attempt: number;
  allowedAttempts: number;
  random: number;
}

/** Turns whatever a handler threw into an outcome: unknown errors are tried again until the attempts are spent. */
export const classify = (
  thrown: unknown,
  { policy, attempt, allowedAttempts, random }: ClassifyOptions,
): Outcome => {
  if (thrown instanceof AppError && thrown.code === 'command.canceled')
    return { kind: 'canceled', reason: thrown.message };
  const error = toCommandError(thrown);
  if (!error.retryable || attempt >= allowedAttempts) return { kind: 'failed', error };
  return {
    kind: 'retry',
    error,
    afterMs: Math.max(toRetryAfterMs(thrown), computeWaitMs(policy, attempt, random)),
  };
};
