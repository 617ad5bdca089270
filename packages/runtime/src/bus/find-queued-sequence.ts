import { streams, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

/**
 * The sequence of the newest message of this command in COMMANDS, undefined if there is none.
 * @throws AppError `bus.unavailable`
 */
export const findQueuedSequence = async ({ jsm }: Bus, id: string): Promise<number | undefined> => {
  try {
    const stored = await jsm.streams.getMessage(streams.commands, { last_by_subj: subjects.commandById(id) });
    return stored?.seq;
  } catch (error) {
    throw toBusError(error);
  }
};
