import type { EventLog } from '@signalbox/runtime/bus/event-log';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { WorkerEvents } from '../events.ts';
import type { Admission } from './admit.ts';
import { toCommandError } from './error-facts.ts';
import { toEvent } from './report.ts';
import { dismiss } from './settle.ts';

interface EndOptions {
  worker: string;
  eventLog: EventLog;
  events: WorkerEvents;
}

/** Stores an outcome that no handler had a part in, then settles. */
export const endWithoutRun = async (
  message: PulledMessage,
  { command, error, attempt }: { command: CommandEnvelope; error: AppError; attempt: number },
  { worker, eventLog, events }: EndOptions,
): Promise<void> => {
  const outcome: Outcome = { kind: 'failed', error: { ...toCommandError(error), retryable: false } };
  await eventLog.append(command.queue, toEvent(outcome, { command, attempt, worker, startedAt: Date.now() }));
  dismiss(message);
  events.ended(command, outcome, 0);
};

/** Why a command ends without another attempt, and after how many. */
export const toFailure = ({
  kind,
  attempts,
}: Extract<Admission, { kind: 'overdue' | 'lost' }>): { error: AppError; attempt: number } => ({
  error:
    kind === 'overdue'
      ? new AppError('command.deadline_exceeded', 'The deadline of the command was over before it could run.')
      : new AppError(
          'worker.lost',
          `The process that ran the command ended before it could report, ${attempts} times.`,
        ),
  attempt: Math.max(1, attempts),
});
