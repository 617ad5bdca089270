import { buckets } from '@signalbox/shared/naming';
import { prioritySchema } from '@signalbox/shared/commands/priority';
import { z } from 'zod';
import { openBucket } from './bucket.ts';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { isOutrun } from './outrun.ts';

const claimSchema = z.object({
  id: z.string(),
  queue: z.string(),
  priority: prioritySchema,
  /** Epoch ms. */
  at: z.number(),
});

/** The command that has a key, and where it is queued. */
export type UniqueClaim = z.infer<typeof claimSchema>;

/** A key of the commands of one name. */
export interface UniqueKey {
  name: string;
  uniqueKey: string;
}

export interface UniqueHolder {
  claim: UniqueClaim;
  /** Grows with every claim of the key. */
  revision: number;
}

export interface UniqueKeys {
  /**
   * Takes the key for a command if nobody has it, or if `instead` still has it; else returns who has it.
   * @throws AppError `bus.unavailable`
   */
  claim(key: UniqueKey, claim: UniqueClaim, instead?: UniqueHolder): Promise<UniqueHolder | undefined>;
}

/** Longer than any command can wait for its time. */
const keepMs = 400 * 86_400_000;

const toBucketKey = ({ name, uniqueKey }: UniqueKey): string => toKeyToken(`${name}\0${uniqueKey}`);

/** The keys of unfinished commands; kept on the bus, so that every API process sees them. */
export const openUniqueKeys = async (bus: Bus): Promise<UniqueKeys> => {
  const kv = await openBucket(bus, buckets.unique, keepMs);

  /** True if the key was free, or as it was. */
  const take = async (key: string, claim: UniqueClaim, instead?: UniqueHolder): Promise<boolean> => {
    const value = JSON.stringify(claim);
    try {
      await (instead ? kv.update(key, value, instead.revision) : kv.create(key, value));
      return true;
    } catch (error) {
      if (isOutrun(error)) return false;
      throw toBusError(error);
    }
  };
  const read = async (key: string): Promise<UniqueHolder | undefined> => {
    try {
      const stored = await kv.get(key);
      return stored ? { claim: claimSchema.parse(stored.json()), revision: stored.revision } : undefined;
    } catch (error) {
      throw toBusError(error);
    }
  };
  const claim: UniqueKeys['claim'] = async (key, wanted, instead) => {
    const bucketKey = toBucketKey(key);
    if (await take(bucketKey, wanted, instead)) return undefined;
    // A key that is gone by now has just expired, so it is free.
    return (await read(bucketKey)) ?? claim(key, wanted);
  };
  return { claim };
};
