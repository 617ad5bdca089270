import { buckets } from '@signalbox/shared/naming';
import { z } from 'zod';
import { openBucket } from './bucket.ts';
import { findStored } from './bucket-values.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { unlessOutrun } from './outrun.ts';

const entrySchema = z.object({
  id: z.string(),
  bodyHash: z.string(),
  traceId: z.string(),
  submittedAt: z.number(),
  /** True once the command is known to be stored, so that a repetition need not look for it. */
  isPublished: z.boolean(),
  /** The command belongs to another submission, with the same unique key. */
  isDuplicate: z.boolean().optional(),
});

/** What is kept of the first request that came with a key. */
export type IdempotencyEntry = z.infer<typeof entrySchema>;

export interface HeldKey {
  entry: IdempotencyEntry;
  /** Grows whenever the entry is written. */
  revision: number;
  /** True if the key was taken for this entry just now. */
  isNew: boolean;
}

export interface IdempotencyKeys {
  /**
   * Takes the key for this entry, or returns the entry that has it already.
   * @throws AppError `bus.unavailable`
   */
  claim(key: string, entry: IdempotencyEntry): Promise<HeldKey>;
  /**
   * Writes the entry if the key is as it was at `revision`; else false.
   * @throws AppError `bus.unavailable`
   */
  settle(key: string, entry: IdempotencyEntry, revision: number): Promise<boolean>;
  /** Writes it whatever is there. */
  markPublished(key: string, entry: IdempotencyEntry): Promise<void>;
}

const keepMs = 24 * 3_600_000;

const find = async (bus: Bus, bucketKey: string): Promise<HeldKey | undefined> => {
  const stored = await findStored(bus, buckets.idempotency, bucketKey);
  return stored && { entry: entrySchema.parse(stored.json()), revision: stored.seq, isNew: false };
};

/** The keys that clients have used within the last day; kept on the bus, so that every API process sees them. */
export const openIdempotencyKeys = async (bus: Bus): Promise<IdempotencyKeys> => {
  const kv = await openBucket(bus, buckets.idempotency, keepMs);
  const claim: IdempotencyKeys['claim'] = async (key, entry) => {
    const bucketKey = toKeyToken(key);
    const revision = await unlessOutrun(kv.create(bucketKey, JSON.stringify(entry)));
    if (revision !== undefined) return { entry, revision, isNew: true };
    // A key that is gone by now has just expired, so it is free.
    return (await find(bus, bucketKey)) ?? claim(key, entry);
  };
  return {
    claim,
    settle: async (key, entry, revision) =>
      (await unlessOutrun(kv.update(toKeyToken(key), JSON.stringify(entry), revision))) !== undefined,
    markPublished: async (key, entry) => {
      await kv.put(toKeyToken(key), JSON.stringify({ ...entry, isPublished: true }));
    },
  };
};
