import { createHash } from 'node:crypto';
import { JetStreamApiError } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import { buckets } from '@signalbox/shared/naming';
import { z } from 'zod';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

const entrySchema = z.object({
  id: z.string(),
  bodyHash: z.string(),
  traceId: z.string(),
  submittedAt: z.number(),
  /** True once the command is known to be stored, so that a repetition need not look for it. */
  isPublished: z.boolean(),
});

/** What is kept of the first request that came with a key. */
export type IdempotencyEntry = z.infer<typeof entrySchema>;

export interface IdempotencyKeys {
  /**
   * Takes the key for this entry, or returns the entry that has it already.
   * @throws AppError `bus.unavailable`
   */
  claim(key: string, entry: IdempotencyEntry): Promise<IdempotencyEntry | undefined>;
  markPublished(key: string, entry: IdempotencyEntry): Promise<void>;
}

const keepMs = 24 * 3_600_000;
const wrongLastSequence = 10_071;

/** Any text may be a client's key; few characters may be in a bucket's. */
const toBucketKey = (key: string): string => createHash('sha256').update(key).digest('hex');

const isTaken = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === wrongLastSequence;

const read = async (kv: KV, key: string): Promise<IdempotencyEntry | undefined> => {
  const stored = await kv.get(key);
  return stored ? entrySchema.parse(stored.json()) : undefined;
};

/** The keys that clients have used within the last day; kept on the bus, so that every API process sees them. */
export const openIdempotencyKeys = async ({ js }: Bus): Promise<IdempotencyKeys> => {
  const kv = await new Kvm(js).create(buckets.idempotency, { ttl: keepMs, history: 1 });
  const claim: IdempotencyKeys['claim'] = async (key, entry) => {
    const bucketKey = toBucketKey(key);
    try {
      await kv.create(bucketKey, JSON.stringify(entry));
      return undefined;
    } catch (error) {
      if (!isTaken(error)) throw toBusError(error);
    }
    // A key that is gone by now has just expired, so it is free.
    return (
      (await read(kv, bucketKey).catch((error: unknown) => Promise.reject(toBusError(error)))) ??
      claim(key, entry)
    );
  };
  return {
    claim,
    markPublished: async (key, entry) => {
      await kv.put(toBucketKey(key), JSON.stringify({ ...entry, isPublished: true }));
    },
  };
};
