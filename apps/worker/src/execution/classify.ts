import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import { computeWaitMs, type RetryPolicy } from '@signalbox/shared/retry/policy';
import type { Outcome } from '@signalbox/shared/status/outcome';
import { toCommandError, toErrorFacts, type ErrorFacts } from './error-facts.ts';
import { isWorthRetrying } from './retry-rules.ts';

export interface ClassifyOptions {
  command: Pick<CommandEnvelope, 'submittedAt' | 'runAt' | 'deadlineAt'>;
  policy: RetryPolicy;
  attempt: number;
  allowedAttempts: number;
  random: number;
  /** Epoch ms. */
  now: number;
}

/** The worker stopped, or lost its lease: no fault of the command, and no reason to wait. */
const isInterruption = ({ code }: ErrorFacts): boolean => code === 'command.interrupted';

const toWaitMs = (facts: ErrorFacts, { policy, attempt, random }: ClassifyOptions): number =>
  isInterruption(facts) ? 0 : Math.max(facts.retryAfterMs, computeWaitMs(policy, attempt, random));

/** Why an attempt that begins then would be too late, if it would. */
const tellLateness = (nextAttemptAt: number, { command, policy }: ClassifyOptions): string | undefined => {
  const { submittedAt, runAt, deadlineAt } = command;
  if (deadlineAt !== undefined && nextAttemptAt >= deadlineAt)
    return `The next attempt would begin after the deadline, ${new Date(deadlineAt).toISOString()}.`;
  const { maxAgeMs } = policy;
  if (maxAgeMs !== undefined && nextAttemptAt > (runAt ?? submittedAt) + maxAgeMs)
    return `The next attempt would begin when the command is older than ${maxAgeMs} ms, which its retry policy rules out.`;
  return undefined;
};

const failWith = (error: CommandError, notRetried: string): Outcome => ({
  kind: 'failed',
  error: { ...error, details: { ...error.details, notRetried } },
});

/** Turns whatever a handler threw into an outcome: unknown errors are tried again until the attempts are spent. */
export const classify = (thrown: unknown, options: ClassifyOptions): Outcome => {
  if (thrown instanceof AppError && thrown.code === 'command.canceled')
    return { kind: 'canceled', reason: thrown.message };
  const { policy, attempt, allowedAttempts, now } = options;
  const facts = toErrorFacts(thrown);
  const retryable = isInterruption(facts) || isWorthRetrying(facts, policy);
  const error = { ...toCommandError(thrown), retryable };
  if (!retryable || attempt >= allowedAttempts) return { kind: 'failed', error };
  const afterMs = toWaitMs(facts, options);
  const lateness = tellLateness(now + afterMs, options);
  return lateness === undefined ? { kind: 'retry', error, afterMs } : failWith(error, lateness);
};
