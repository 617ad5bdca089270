import type { Bus } from '@signalbox/runtime/bus/connect';
import type { EventLog } from '@signalbox/runtime/bus/event-log';
import { readEnvelope } from '@signalbox/runtime/bus/read-envelope';
import type { Store } from '@signalbox/runtime/store/connect';
import { findCommand } from '@signalbox/runtime/store/find-command';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { streams } from '@signalbox/shared/naming';
import { isTerminal } from '@signalbox/shared/status/status';
import type { RecorderEvents } from '../events.ts';

export interface EndContext {
  bus: Bus;
  store: Store;
  eventLog: EventLog;
  events: RecorderEvents;
  instance: string;
}

export interface Unexecuted {
  command: CommandEnvelope;
  /** The attempts that it had. */
  attempt: number;
  code: 'worker.lost' | 'command.lost' | 'command.undecodable';
  message: string;
}

/** Stores that a command which nothing executes any more has failed. */
export const endUnexecuted = async (
  { eventLog, events, instance }: EndContext,
  { command, attempt, code, message }: Unexecuted,
): Promise<void> => {
  const at = Date.now();
  const error = { code, message, retryable: false };
  const { id } = command;
  const event = { type: 'failed', id, at, attempt, worker: instance, startedAt: at, command, error } as const;
  await eventLog.append(command.queue, event);
  events.rescued(id, code);
};

/** As the history tells. */
const hasEnded = async (store: Store, id: string): Promise<boolean> => {
  const row = await findCommand(store, id);
  return row !== undefined && isTerminal(row.state.status);
};

const hasEndedAsFarAsKnown = (store: Store, id: string): Promise<boolean> =>
  hasEnded(store, id).catch(() => false);

const describe = (deliveries: number | undefined): string =>
  deliveries === undefined
    ? 'No worker is given the command any more: all its deliveries are spent, and none reported an outcome.'
    : `The command was delivered ${deliveries} times, and each time the worker ended, or lost its lease, before it could report an outcome.`;

/**
 * Ends a message of COMMANDS that no worker is given any more: its end first, then the message. Done twice, it
 * changes nothing.
 * @param deliveries how many there were, where that is known: then a database that is away delays no end, for of several
 * ends the first counts. Else it may be a message that a killed server brought back of a command that has ended.
 * @throws the server's error while JetStream does not answer; AppError `store.unavailable`
 */
export const endUndeliverable = async (
  ctx: EndContext,
  { sequence, deliveries }: { sequence: number; deliveries?: number },
): Promise<void> => {
  const { streams: stored } = ctx.bus.jsm;
  const message = await stored.getMessage(streams.commands, { seq: sequence });
  if (!message) return;
  const { command, problem } = readEnvelope(message);
  const newest = await stored.getMessage(streams.commands, { last_by_subj: message.subject });
  // A command that was published anew before its deliveries were spent lives on in the newer message.
  const isRenewed = newest !== null && newest.seq > sequence;
  const ask = deliveries === undefined ? hasEnded : hasEndedAsFarAsKnown;
  if (!isRenewed && !(await ask(ctx.store, command.id))) {
    const reason =
      problem === undefined
        ? { code: 'worker.lost' as const, message: describe(deliveries) }
        : {
            code: 'command.undecodable' as const,
            message: `The queued message cannot be read: ${problem}`,
          };
    await endUnexecuted(ctx, { command, attempt: deliveries ?? 0, ...reason });
  }
  await stored.deleteMessage(streams.commands, sequence, false);
};
