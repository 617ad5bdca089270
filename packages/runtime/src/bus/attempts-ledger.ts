import { buckets, subjects } from '@signalbox/shared/naming';
import { z } from 'zod';
import { openBucket } from './bucket.ts';
import { findStored, unlessChangedSince } from './bucket-values.ts';
import type { Bus } from './connect.ts';
import type { Publisher } from './publisher.ts';

const entrySchema = z.object({
  /** The last delivery that was given back in order. */
  delivery: z.number(),
  /** The attempts that had been made by then. */
  attempts: z.number(),
  /** The sequence in COMMANDS of the message that was delivered. */
  sequence: z.number(),
  /** Attempts of which nobody heard again. */
  deaths: z.number().optional(),
  /** Deliveries that ended so as well and are no attempts, for the command ran apart by then. */
  spared: z.number().optional(),
  /** It was published anew, which nobody confirmed: the next delivery is to look for the newer message. */
  isRenewing: z.boolean().optional(),
});

export type LedgerEntry = z.infer<typeof entrySchema>;

export interface AttemptsLedger {
  /**
   * What is written of a command, and the revision of it.
   * @throws AppError `bus.unavailable`
   */
  read(id: string): Promise<{ entry: LedgerEntry | undefined; revision: number }>;
  /**
   * @param expectedRevision write only if nobody has written since; 0 is a command of which nothing is written
   * @throws AppError `bus.unavailable`
   */
  write(id: string, entry: LedgerEntry, expectedRevision?: number): Promise<void>;
}

/** Longer than any wait between two attempts of the usual policies; what is lost by then is counted conservatively. */
const keepMs = 7 * 86_400_000;

/** Creates the bucket if it is missing. */
export const provisionAttemptsLedger = async (bus: Bus): Promise<void> => {
  await openBucket(bus, buckets.attempts, keepMs);
};

/**
 * How many attempts each command has had that was given back. The server's delivery count cannot tell: it also counts
 * deliveries that were put back unrun.
 */
export const createAttemptsLedger = (bus: Bus, publisher: Publisher): AttemptsLedger => ({
  read: async (id) => {
    const stored = await findStored(bus, buckets.attempts, id);
    if (!stored) return { entry: undefined, revision: 0 };
    return { entry: entrySchema.safeParse(stored.json()).data, revision: stored.seq };
  },
  write: async (id, entry, expectedRevision) => {
    const guard = expectedRevision === undefined ? {} : { headers: unlessChangedSince(expectedRevision) };
    await publisher.publish(subjects.bucketKey(buckets.attempts, id), JSON.stringify(entry), guard);
  },
});
