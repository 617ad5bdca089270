import { commandEnvelopeSchema, type CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { streams, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

/** What the subject of a command is made of. */
export type CommandPlace = Pick<CommandEnvelope, 'id' | 'queue' | 'priority'>;

/**
 * The newest message of a subject in COMMANDS. Asked of the stream's leader: a direct read may come from a replica that
 * does not have the message yet.
 */
const findLast = async ({ jsm }: Bus, subject: string) => {
  try {
    return await jsm.streams.getMessage(streams.commands, { last_by_subj: subject });
  } catch (error) {
    throw toBusError(error);
  }
};

type Stored = Awaited<ReturnType<typeof findLast>>;

const toCommand = (stored: Stored): CommandEnvelope | undefined =>
  stored ? commandEnvelopeSchema.safeParse(stored.json()).data : undefined;

const toSubject = ({ queue, priority, id }: CommandPlace): string => subjects.command(queue, priority, id);

/**
 * The command of this id if it is still in COMMANDS, which it leaves only after its end is on EVENTS. The server looks
 * through the subjects of the whole stream (28 ms with 100,000 commands queued); `findQueuedAt` costs 0.2 ms.
 * @throws AppError `bus.unavailable`
 */
export const findQueued = async (bus: Bus, id: string): Promise<CommandEnvelope | undefined> =>
  toCommand(await findLast(bus, subjects.commandById(id)));

/**
 * As `findQueued`, where queue and priority are known.
 * @throws AppError `bus.unavailable`
 */
export const findQueuedAt = async (bus: Bus, place: CommandPlace): Promise<CommandEnvelope | undefined> =>
  toCommand(await findLast(bus, toSubject(place)));

/**
 * The sequence of the newest message of this command in COMMANDS, undefined if there is none.
 * @throws AppError `bus.unavailable`
 */
export const findQueuedSequence = async (bus: Bus, id: string): Promise<number | undefined> =>
  (await findLast(bus, subjects.commandById(id)))?.seq;

/**
 * Whether a command is still in COMMANDS; quicker where its queue and priority are known.
 * @throws AppError `bus.unavailable`
 */
export const isQueued = async (
  bus: Bus,
  { id, place }: { id: string; place?: Omit<CommandPlace, 'id'> | undefined },
): Promise<boolean> =>
  (await findLast(bus, place ? toSubject({ id, ...place }) : subjects.commandById(id))) !== null;

/**
 * Removes a command from COMMANDS, however many messages there are of it. Only for one whose end is on EVENTS. One by
 * one, for a purge looks through all messages (60 ms with 100,000 commands queued).
 * @throws AppError `bus.unavailable`
 */
export const removeQueued = async (bus: Bus, place: CommandPlace): Promise<void> => {
  for (;;) {
    const stored = await findLast(bus, toSubject(place));
    if (!stored) return;
    try {
      await bus.jsm.streams.deleteMessage(streams.commands, stored.seq, false);
    } catch (error) {
      throw toBusError(error);
    }
  }
};
