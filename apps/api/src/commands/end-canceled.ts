import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CanceledEvent } from '@signalbox/shared/events/command-event';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { isTerminal } from '@signalbox/shared/status/status';
import type { Cancellations, Clock, CommandBus, CommandView, EventLog } from './ports.ts';

export interface EndCanceledContext {
  bus: Pick<CommandBus, 'findQueuedAt' | 'removeQueued' | 'waitUntilRecorded'>;
  view: Pick<CommandView, 'find'>;
  eventLog: EventLog;
  cancellations: Cancellations;
  clock: Clock;
  /** Name of this process. */
  instance: string;
}

/** For the history to tell whether a command that has left the bus has ended, or is lost. */
const recordingLimitMs = 2_000;

const findUnended = async (
  { bus, view }: EndCanceledContext,
  known: CommandDocument,
): Promise<CommandEnvelope | undefined> => {
  const queued = await bus.findQueuedAt(known);
  if (queued) return queued;
  await bus.waitUntilRecorded(recordingLimitMs);
  const row = await view.find(known.id);
  return row && !isTerminal(row.state.status) ? row.command : undefined;
};

/** The attempt is the last that the command had, 0 if none. */
const toEvent = (
  { clock, instance }: EndCanceledContext,
  { command, known, reason }: { command: CommandEnvelope; known: CommandDocument; reason: string },
): CanceledEvent => {
  const at = clock.now();
  return {
    type: 'canceled',
    id: command.id,
    at,
    attempt: known.attempt,
    worker: known.worker ?? instance,
    startedAt: known.startedAt === undefined ? at : Date.parse(known.startedAt),
    command,
    reason,
  };
};

/**
 * Ends a command that no worker holds. Its end is stored first and the message removed last, so that a crash between
 * loses nothing: the worker that takes the message finds the cancellation. Should one have taken it meanwhile, the
 * first end that is stored counts.
 */
export const endCanceled = async (
  ctx: EndCanceledContext,
  known: CommandDocument,
  reason: string,
): Promise<void> => {
  const command = await findUnended(ctx, known);
  if (!command) return;
  const event = toEvent(ctx, { command, known, reason });
  await ctx.eventLog.append(command.queue, event);
  await ctx.cancellations.put(command.id, { reason, at: event.at, isEnded: true });
  await ctx.bus.removeQueued(command);
};
