import { buckets, headers, subjects } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openBucket, watchBucket, type BucketWatch } from './bucket.ts';
import { findStored, unlessChangedSince } from './bucket-values.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { unlessOutrun } from './outrun.ts';
import type { Publisher } from './publisher.ts';

const holderSchema = z.object({
  commandId: z.string(),
  worker: z.string(),
  /** Epoch ms of this writing. */
  at: z.number(),
});

export type PlaceHolder = z.infer<typeof holderSchema>;

export interface PlaceState {
  /** Undefined if the place is free. */
  holder: PlaceHolder | undefined;
  /** 0 if nothing was ever written. */
  revision: number;
}

/** The places of concurrency keys, cluster-wide; each write says which state it follows. */
export interface LockPlaces {
  /**
   * Takes or keeps a place.
   * @returns the new revision; undefined if somebody has written since
   * @throws AppError `bus.unavailable`
   */
  hold(place: string, holder: PlaceHolder, revision: number): Promise<number | undefined>;
  /**
   * @returns the new revision; undefined if it was somebody else's by then
   * @throws AppError `bus.unavailable`
   */
  release(place: string, revision: number): Promise<number | undefined>;
  /** @throws AppError `bus.unavailable` */
  read(place: string): Promise<PlaceState>;
  /**
   * Hears of every place; those that are held already come soon after.
   * @throws the server's error while JetStream does not answer
   */
  watch(onState: (place: string, state: PlaceState) => void, logger: Logger): Promise<BucketWatch>;
}

/** Places are written anew while they are held; what is left after a day belongs to nobody. */
const keepMs = 86_400_000;

const toHolder = (value: unknown): PlaceHolder | undefined => holderSchema.safeParse(value).data;

/** The places of a key, as many as commands with it may run at once. */
export const toPlaces = (key: string, limit: number): string[] => {
  const token = toKeyToken(key);
  return Array.from({ length: limit }, (_, place) => `${token}.${place}`);
};

const openPlaces = (bus: Bus) => openBucket(bus, buckets.locks, keepMs);

/** Creates the bucket if it is missing. */
export const provisionLockPlaces = async (bus: Bus): Promise<void> => {
  await openPlaces(bus);
};

export const createLockPlaces = (bus: Bus, publisher: Publisher): LockPlaces => {
  const write = async (
    place: string,
    payload: string,
    written: Record<string, string>,
  ): Promise<number | undefined> => {
    const subject = subjects.bucketKey(buckets.locks, place);
    return (await unlessOutrun(publisher.publish(subject, payload, { headers: written })))?.sequence;
  };
  return {
    hold: (place, holder, revision) => write(place, JSON.stringify(holder), unlessChangedSince(revision)),
    release: (place, revision) =>
      write(place, '', { ...unlessChangedSince(revision), [headers.bucketOperation]: 'DEL' }),
    read: async (place) => {
      const stored = await findStored(bus, buckets.locks, place);
      if (!stored) return { holder: undefined, revision: 0 };
      return {
        holder: stored.data.length === 0 ? undefined : toHolder(stored.json()),
        revision: stored.seq,
      };
    },
    // Nobody waits until all is known: a write that follows the wrong state is refused.
    watch: async (onState, logger) =>
      watchBucket(bus, await openPlaces(bus), {
        onEntry: (place, value, revision) => onState(place, { holder: toHolder(value), revision }),
        logger,
      }),
  };
};
