import { createHash } from 'node:crypto';
import { JetStreamApiError } from '@nats-io/jetstream';
import { buckets, bucketStream, subjects } from '@signalbox/shared/naming';
import { z } from 'zod';
import type { Bus } from './connect.ts';

const streamNotFound = 10_059;
const controlsSchema = z.object({ paused: z.boolean() });
const lockSchema = z.object({ commandId: z.string() });

/** The latest value of a key; undefined if there is no such key or bucket. */
const readValue = async (
  { jsm }: Bus,
  { bucket, key }: { bucket: string; key: string },
): Promise<unknown> => {
  try {
    const query = { last_by_subj: subjects.bucketKey(bucket, key) };
    const stored = await jsm.streams.getMessage(bucketStream(bucket), query);
    // A key that was deleted has an empty value.
    return stored && stored.data.length > 0 ? stored.json() : undefined;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  }
};

/** @throws the server's error while JetStream does not answer */
export const isQueuePaused = async (bus: Bus, queue: string): Promise<boolean> => {
  const controls = controlsSchema.safeParse(await readValue(bus, { bucket: buckets.queues, key: queue }));
  return controls.success && controls.data.paused;
};

/**
 * The commands that hold the places of a concurrency key, at most `limit`.
 * @throws the server's error while JetStream does not answer
 */
export const findLockHolders = async (
  bus: Bus,
  { key, limit }: { key: string; limit: number },
): Promise<string[]> => {
  const hash = createHash('sha256').update(key).digest('hex');
  const places = Array.from({ length: limit }, (_, place) => `${hash}.${place}`);
  const values = await Promise.all(
    places.map((place) => readValue(bus, { bucket: buckets.locks, key: place })),
  );
  return values.flatMap((value) => {
    const lock = lockSchema.safeParse(value);
    return lock.success ? [lock.data.commandId] : [];
  });
};
