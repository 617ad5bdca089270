import { JetStreamApiError } from '@nats-io/jetstream';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { prioritySchema } from '@signalbox/shared/commands/priority';
import { buckets, bucketStream, headers as headerNames, subjects } from '@signalbox/shared/naming';
import { z } from 'zod';
import { openBucket } from './bucket.ts';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { unlessOutrun } from './outrun.ts';
import type { Publisher } from './publisher.ts';

const claimSchema = z.object({
  id: z.string(),
  queue: z.string(),
  priority: prioritySchema,
  /** Epoch ms. */
  at: z.number(),
  /** The revision with which the command took the key, if the claim was written again since. */
  since: z.number().optional(),
  /** The command was seen on the bus: its key passes on only when it has ended. */
  isPublished: z.boolean().optional(),
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
  /** Grows whenever the claim is written. */
  revision: number;
}

export interface UniqueKeys {
  /**
   * Takes the key for a command if nobody has it, or if `instead` still has it, and returns who has it then.
   * @throws AppError `bus.unavailable`
   */
  claim(
    key: UniqueKey,
    claim: UniqueClaim,
    instead?: UniqueHolder,
  ): Promise<UniqueHolder & { isNew: boolean }>;
  /**
   * Who has the key.
   * @throws AppError `bus.unavailable`
   */
  find(key: UniqueKey): Promise<UniqueHolder | undefined>;
}

/** Longer than any command can wait for its time. */
const keepMs = 400 * 86_400_000;
const streamNotFound = 10_059;

const toBucketKey = ({ name, uniqueKey }: UniqueKey): string => toKeyToken(`${name}\0${uniqueKey}`);
const toSubject = (key: UniqueKey): string => subjects.bucketKey(buckets.unique, toBucketKey(key));

/**
 * Who has a key. Asked of the leader: a replica may lag behind, and a command that has the key would be taken for one
 * that has lost it.
 * @throws AppError `bus.unavailable`
 */
const findUniqueHolder = async (
  { jsm }: Pick<Bus, 'jsm'>,
  key: UniqueKey,
): Promise<UniqueHolder | undefined> => {
  try {
    const stored = await jsm.streams.getMessage(bucketStream(buckets.unique), {
      last_by_subj: toSubject(key),
    });
    return stored ? { claim: claimSchema.parse(stored.json()), revision: stored.seq } : undefined;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw toBusError(error);
  }
};

interface ClaimWriter {
  bus: Pick<Bus, 'jsm'>;
  publisher: Pick<Publisher, 'publish'>;
}

const isHeldBy = ({ claim, revision }: UniqueHolder, { id, since }: { id: string; since: number }): boolean =>
  claim.id === id && (claim.since ?? revision) === since;

/** False if somebody else wrote first. */
const confirm = async (
  { publisher }: ClaimWriter,
  key: UniqueKey,
  { claim, revision }: UniqueHolder,
): Promise<boolean> => {
  const value = JSON.stringify({ ...claim, since: claim.since ?? revision, isPublished: true });
  const headers = { [headerNames.expectedLastOnSubject]: String(revision) };
  return (await unlessOutrun(publisher.publish(toSubject(key), value, { headers }))) !== undefined;
};

/**
 * Whether a published command has lost its key: it came so late that another had been given the key. Nobody was told
 * that it is accepted, and it is not to run. Of one that has it this is written, so that it cannot lose it any more.
 * @throws AppError `bus.unavailable`
 */
export const hasLostKey = async (
  writer: ClaimWriter,
  { id, name, uniqueKey, uniqueSince: since }: CommandEnvelope,
): Promise<boolean> => {
  if (uniqueKey === undefined || since === undefined) return false;
  const key = { name, uniqueKey };
  for (;;) {
    const holder = await findUniqueHolder(writer.bus, key);
    // An older claim is what is left on a bus that lost the newer one.
    if (!holder || holder.revision < since) return false;
    if (!isHeldBy(holder, { id, since })) return true;
    if (holder.claim.isPublished || (await confirm(writer, key, holder))) return false;
  }
};

/** The keys of unfinished commands; kept on the bus, so that every API process sees them. */
export const openUniqueKeys = async (bus: Bus): Promise<UniqueKeys> => {
  const kv = await openBucket(bus, buckets.unique, keepMs);
  const claim: UniqueKeys['claim'] = async (key, wanted, instead) => {
    const bucketKey = toBucketKey(key);
    const value = JSON.stringify(wanted);
    const revision = await unlessOutrun(
      instead ? kv.update(bucketKey, value, instead.revision) : kv.create(bucketKey, value),
    );
    if (revision !== undefined) return { claim: wanted, revision, isNew: true };
    const holder = await findUniqueHolder(bus, key);
    // A key that is gone by now has just expired, so it is free.
    return holder ? { ...holder, isNew: false } : claim(key, wanted);
  };
  return { claim, find: (key) => findUniqueHolder(bus, key) };
};
