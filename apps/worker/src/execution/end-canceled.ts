import type { Cancellation } from '@signalbox/runtime/bus/cancellations';
import type { EventLog } from '@signalbox/runtime/bus/event-log';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Outcome } from '@signalbox/shared/status/outcome';
import type { Cancellations } from '../cancellation/cancellations.ts';
import type { WorkerEvents } from '../events.ts';
import { toEvent } from './report.ts';
import { dismiss } from './settle.ts';

export interface EndCanceledOptions {
  worker: string;
  eventLog: EventLog;
  events: WorkerEvents;
  cancellations: Pick<Cancellations, 'find'>;
}

const endCanceled = async (
  message: PulledMessage,
  { command, cancellation }: { command: CommandEnvelope; cancellation: Cancellation },
  { worker, eventLog, events }: EndCanceledOptions,
): Promise<void> => {
  if (!cancellation.isEnded) {
    const outcome: Outcome = { kind: 'canceled', reason: cancellation.reason };
    // No attempt is counted: what the command had before is in its history.
    const event = toEvent(outcome, { command, attempt: 0, worker, startedAt: Date.now() });
    await eventLog.append(command.queue, event);
    events.ended(command, outcome, 0);
  }
  dismiss(message);
};

/** Ends a delivery of a canceled command, which does not run; undefined if it is not canceled. */
export const endIfCanceled = (
  message: PulledMessage,
  command: CommandEnvelope,
  options: EndCanceledOptions,
): Promise<void> | undefined => {
  const cancellation = options.cancellations.find(command);
  return cancellation && endCanceled(message, { command, cancellation }, options);
};
