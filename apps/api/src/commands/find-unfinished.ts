import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { AppError } from '@signalbox/shared/errors/app-error';
import { isTerminal, type CommandStatus } from '@signalbox/shared/status/status';
import type { Clock, CommandBus, CommandPlace, CommandView } from './ports.ts';
import { waitingStatus } from './to-command-view.ts';

export interface UnfinishedContext {
  bus: Pick<CommandBus, 'findQueuedAt' | 'waitUntilRecorded'>;
  view: Pick<CommandView, 'find'>;
  clock: Clock;
}

export interface UnfinishedCommand {
  command: CommandEnvelope;
  status: CommandStatus;
}

const catchUpLimitMs = 1_000;

/**
 * The row once the history has caught up: who was told of an end may not be told that the command is unfinished. While
 * the database is away there is none, and no waiting.
 */
const findRow = async (
  { bus, view }: UnfinishedContext,
  id: string,
): Promise<{ row: CommandRow | undefined; isCurrent: boolean }> => {
  try {
    const row = await view.find(id);
    if (row && isTerminal(row.state.status)) return { row, isCurrent: true };
    const isCurrent = await bus.waitUntilRecorded(catchUpLimitMs);
    return { row: await view.find(id), isCurrent };
  } catch (error) {
    if (error instanceof AppError) return { row: undefined, isCurrent: false };
    throw error;
  }
};

/**
 * Whether a command is unfinished, as soon and as surely as that can be told. One on the bus is, whatever it waits
 * for, unless its end is recorded and its message about to be removed. One that has left the bus has ended, which the
 * history may tell later; or, if the history is current, it is lost and waits for the reconciler.
 * @returns undefined if nothing is known of it: it has not been published, or nothing can tell
 * @throws AppError `bus.unavailable`
 */
export const findUnfinished = async (
  ctx: UnfinishedContext,
  place: CommandPlace,
): Promise<UnfinishedCommand | 'ended' | undefined> => {
  const seen = await ctx.bus.findQueuedAt(place);
  const { row, isCurrent } = await findRow(ctx, place.id);
  const command = seen ?? row?.command;
  if (!command) return undefined;
  const status = row?.state.status ?? waitingStatus(command, ctx.clock.now());
  if (isTerminal(status)) return 'ended';
  if (seen || isCurrent) return { command, status };
  // It may have been published after the first look.
  return (await ctx.bus.findQueuedAt(place)) ? { command, status } : 'ended';
};
