import { commandEnvelopeSchema, type CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { streams, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

/**
 * The command of this id if it is still in COMMANDS, which it leaves only after its end is on EVENTS. Asked of the
 * stream's leader: a direct read may come from a replica that does not have the message yet.
 * @throws AppError `bus.unavailable`
 */
export const findQueued = async ({ jsm }: Bus, id: string): Promise<CommandEnvelope | undefined> => {
  try {
    const stored = await jsm.streams.getMessage(streams.commands, { last_by_subj: subjects.commandById(id) });
    return stored ? commandEnvelopeSchema.safeParse(stored.json()).data : undefined;
  } catch (error) {
    throw toBusError(error);
  }
};
