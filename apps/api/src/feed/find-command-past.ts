import { AppError } from '@signalbox/shared/errors/app-error';
import { toSubmittedMs } from '../commands/to-submitted-ms.ts';
import type { CommandBus, CommandView } from '../commands/ports.ts';
import { resumeAfter, type Past } from './watch-events.ts';

export interface CommandPastContext {
  bus: Pick<CommandBus, 'waitUntilRecorded'>;
  view: Pick<CommandView, 'history'>;
}

const recordingLimitMs = 2_000;
/** The clocks of the process that made the id and of the bus may differ. */
const clockSkewMs = 60_000;

const findRecorded = async ({ bus, view }: CommandPastContext, id: string): Promise<Past | undefined> => {
  try {
    if (!(await bus.waitUntilRecorded(recordingLimitMs))) return undefined;
    return { items: await view.history(id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'store.unavailable') return undefined;
    throw error;
  }
};

/**
 * What to send before the live events of a command: what is recorded, if that is everything up to now; else what the
 * stream itself has kept since the command was submitted.
 */
export const findCommandPast = async (
  ctx: CommandPastContext,
  { id, lastSeen }: { id: string; lastSeen: number | undefined },
): Promise<Past> => {
  if (lastSeen !== undefined) return resumeAfter(lastSeen);
  const fromStream = { from: { timeMs: toSubmittedMs(id) - clockSkewMs }, after: 0 };
  return (await findRecorded(ctx, id)) ?? fromStream;
};
