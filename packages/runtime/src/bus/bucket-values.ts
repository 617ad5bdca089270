import { JetStreamApiError, type StoredMsg } from '@nats-io/jetstream';
import { bucketStream, headers, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

const streamNotFound = 10_059;

/**
 * What is stored of a key of a bucket, a mark of removal too; undefined if nothing is, or if there is no such bucket.
 * Asked of the leader: a replica may lag behind, and whoever writes by what it reads would decide on what is no more.
 * @throws AppError `bus.unavailable`
 */
export const findStored = async (
  { jsm }: Pick<Bus, 'jsm'>,
  bucket: string,
  key: string,
): Promise<StoredMsg | undefined> => {
  try {
    const query = { last_by_subj: subjects.bucketKey(bucket, key) };
    return (await jsm.streams.getMessage(bucketStream(bucket), query)) ?? undefined;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw toBusError(error);
  }
};

/** For a write that is refused if anybody has written since that revision; 0 is a key of which nothing is stored. */
export const unlessChangedSince = (revision: number): Record<string, string> => ({
  [headers.expectedLastOnSubject]: String(revision),
});
