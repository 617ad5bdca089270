import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import {
  isOfHold,
  toConfirmed,
  uniqueClaimSchema,
  type UniqueClaim,
  type UniqueHolder,
  type UniqueKey,
} from '@signalbox/shared/commands/unique-claim';
import { buckets, subjects } from '@signalbox/shared/naming';
import { openBucket } from './bucket.ts';
import { findStored, unlessChangedSince } from './bucket-values.ts';
import type { Bus } from './connect.ts';
import { toKeyToken } from './key-token.ts';
import { unlessOutrun } from './outrun.ts';
import type { Publisher } from './publisher.ts';

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

const toBucketKey = ({ name, uniqueKey }: UniqueKey): string => toKeyToken(`${name}\0${uniqueKey}`);

const findHolder = async (bus: Pick<Bus, 'jsm'>, key: UniqueKey): Promise<UniqueHolder | undefined> => {
  const stored = await findStored(bus, buckets.unique, toBucketKey(key));
  return stored && { claim: uniqueClaimSchema.parse(stored.json()), revision: stored.seq };
};

interface ClaimWriter {
  bus: Pick<Bus, 'jsm'>;
  publisher: Pick<Publisher, 'publish'>;
}

/** False if somebody else wrote first. */
const confirm = async (
  { publisher }: ClaimWriter,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<boolean> => {
  const subject = subjects.bucketKey(buckets.unique, toBucketKey(key));
  const headers = unlessChangedSince(holder.revision);
  const write = publisher.publish(subject, JSON.stringify(toConfirmed(holder)), { headers });
  return (await unlessOutrun(write)) !== undefined;
};

/**
 * Whether a published command has lost its key: it came so late that another had been given the key. Nobody was told
 * that it is accepted, and it is not to run. Of one that has it this is written, so that it cannot lose it any more.
 * @throws AppError `bus.unavailable`
 */
export const hasLostKey = async (writer: ClaimWriter, command: CommandEnvelope): Promise<boolean> => {
  const { name, uniqueKey, uniqueSince } = command;
  if (uniqueKey === undefined || uniqueSince === undefined) return false;
  const key = { name, uniqueKey };
  for (;;) {
    const holder = await findHolder(writer.bus, key);
    // A claim that is no newer is what is left on a bus that lost the command's own.
    if (!holder || !isOfHold(command, holder)) return holder !== undefined && holder.revision > uniqueSince;
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
    const holder = await findHolder(bus, key);
    // A key that is gone by now has just expired, so it is free.
    return holder ? { ...holder, isNew: false } : claim(key, wanted);
  };
  return { claim, find: (key) => findHolder(bus, key) };
};
