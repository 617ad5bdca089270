import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

export interface ReportedAttempt {
  command: CommandEnvelope;
  attempt: number;
  worker: string;
  startedAt: number;
}

/** The event that tells how an attempt ended. */
export const toEvent = (
  outcome: Outcome,
  { command, attempt, worker, startedAt }: ReportedAttempt,
): CommandEvent => {
  const at = Date.now();
  const base = { id: command.id, at, attempt, worker, startedAt, command };
  switch (outcome.kind) {
    case 'completed':
      return outcome.resultRef
        ? { type: 'completed', ...base, resultRef: outcome.resultRef }
        : { type: 'completed', ...base, result: outcome.result };
    case 'retry':
      return {
        type: 'retrying',
        ...base,
        error: outcome.error,
        waitMs: outcome.afterMs,
        nextAttemptAt: at + outcome.afterMs,
      };
    case 'failed':
      return { type: 'failed', ...base, error: outcome.error };
    case 'canceled':
      return { type: 'canceled', ...base, reason: outcome.reason };
    default:
      return outcome satisfies never;
  }
};
