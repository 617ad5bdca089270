import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { commandEnvelopeSchema } from '@signalbox/shared/commands/envelope';
import { streams, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

/** What the subject of a command is made of. */
export type CommandPlace = Pick<CommandEnvelope, 'id' | 'queue' | 'priority'>;

/**
 * The server looks through the subjects of the whole stream for a pattern (28 ms with 100,000 commands queued), and
 * through its messages for a purge (60 ms); for one subject and one sequence it looks at nothing else (0.2 ms).
 */
const findLast = ({ jsm }: Bus, { queue, priority, id }: CommandPlace) =>
  jsm.streams.getMessage(streams.commands, { last_by_subj: subjects.command(queue, priority, id) });

/**
 * The command at this place if it is still in COMMANDS, as `findQueued` but sooner.
 * @throws AppError `bus.unavailable`
 */
export const findQueuedAt = async (bus: Bus, place: CommandPlace): Promise<CommandEnvelope | undefined> => {
  try {
    const stored = await findLast(bus, place);
    return stored ? commandEnvelopeSchema.safeParse(stored.json()).data : undefined;
  } catch (error) {
    throw toBusError(error);
  }
};

/**
 * Removes a command from COMMANDS, however many messages there are of it. Only for one whose end is on EVENTS.
 * @throws AppError `bus.unavailable`
 */
export const removeQueued = async (bus: Bus, place: CommandPlace): Promise<void> => {
  try {
    for (;;) {
      const stored = await findLast(bus, place);
      if (!stored) return;
      await bus.jsm.streams.deleteMessage(streams.commands, stored.seq, false);
    }
  } catch (error) {
    throw toBusError(error);
  }
};
