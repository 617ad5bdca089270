import { buckets } from '@signalbox/shared/naming';
import { z } from 'zod';
import { openBucket } from './bucket.ts';
import { findStored } from './bucket-values.ts';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { unlessOutrun } from './outrun.ts';

const claimSchema = z.object({
  commandId: z.string(),
  /** `pending` until whoever claimed it has done what it decided. */
  decision: z.enum(['pending', 'fired', 'skipped', 'refused']),
  /** The overlap policy has let it be fired, and is not asked again: its command may be on the bus. */
  isFiring: z.boolean().optional(),
  /** Epoch ms. */
  at: z.number(),
});

/** Who fires a tick of a schedule, and what became of it. */
export type TickClaim = z.infer<typeof claimSchema>;

export interface ClaimFound {
  claim: TickClaim;
  revision: number;
}

const lastSchema = z.object({ tickMs: z.number(), commandId: z.string().optional() });

/** How far a schedule has come. */
export type LastFired = z.infer<typeof lastSchema>;

/** Every call throws AppError `bus.unavailable` while the bus is away. */
export interface ScheduleTicks {
  /** Takes a tick, or returns who has it. */
  claim(scheduleId: string, tickMs: number, claim: TickClaim): Promise<ClaimFound & { isNew: boolean }>;
  find(scheduleId: string, tickMs: number): Promise<ClaimFound | undefined>;
  /** Writes the claim in place of what was found at that revision; undefined if somebody else wrote meanwhile. */
  retake(scheduleId: string, tickMs: number, next: ClaimFound): Promise<ClaimFound | undefined>;
  /** Writes down what became of a claim. */
  settle(scheduleId: string, tickMs: number, claim: TickClaim): Promise<void>;
  readLast(scheduleId: string): Promise<LastFired | undefined>;
  /** Of two writers the later tick and the later command stay. */
  writeLast(scheduleId: string, last: LastFired): Promise<void>;
}

const keepMs = 7 * 86_400_000;

const toKey = (scheduleId: string, tickMs: number): string => `${scheduleId}.${tickMs}`;
const toLastKey = (scheduleId: string): string => `${scheduleId}.last`;

const later = (left: LastFired, right: LastFired): LastFired => {
  const commandId = (left.commandId ?? '') > (right.commandId ?? '') ? left.commandId : right.commandId;
  return {
    tickMs: Math.max(left.tickMs, right.tickMs),
    ...(commandId !== undefined && { commandId }),
  };
};

const findClaim = async (bus: Bus, key: string): Promise<ClaimFound | undefined> => {
  const stored = await findStored(bus, buckets.ticks, key);
  return stored && { claim: claimSchema.parse(stored.json()), revision: stored.seq };
};

const findLast = async (bus: Bus, scheduleId: string) => {
  const stored = await findStored(bus, buckets.ticks, toLastKey(scheduleId));
  return stored && { last: lastSchema.parse(stored.json()), revision: stored.seq };
};

/** The ticks of the last week, each taken by one API process. */
export const openScheduleTicks = async (bus: Bus): Promise<ScheduleTicks> => {
  const kv = await openBucket(bus, buckets.ticks, keepMs);
  const claim: ScheduleTicks['claim'] = async (scheduleId, tickMs, wanted) => {
    const key = toKey(scheduleId, tickMs);
    const revision = await unlessOutrun(kv.create(key, JSON.stringify(wanted)));
    if (revision !== undefined) return { claim: wanted, revision, isNew: true };
    const found = await findClaim(bus, key);
    // A claim that is gone by now has just expired.
    return found ? { ...found, isNew: false } : claim(scheduleId, tickMs, wanted);
  };
  const writeLast: ScheduleTicks['writeLast'] = async (scheduleId, last) => {
    const key = toLastKey(scheduleId);
    for (;;) {
      const known = await findLast(bus, scheduleId);
      const next = JSON.stringify(known ? later(known.last, last) : last);
      const write = known ? kv.update(key, next, known.revision) : kv.create(key, next);
      if ((await unlessOutrun(write)) !== undefined) return;
    }
  };
  return {
    claim,
    find: (scheduleId, tickMs) => findClaim(bus, toKey(scheduleId, tickMs)),
    retake: async (scheduleId, tickMs, next) => {
      const write = kv.update(toKey(scheduleId, tickMs), JSON.stringify(next.claim), next.revision);
      const revision = await unlessOutrun(write);
      return revision === undefined ? undefined : { claim: next.claim, revision };
    },
    settle: async (scheduleId, tickMs, settled) => {
      try {
        await kv.put(toKey(scheduleId, tickMs), JSON.stringify(settled));
      } catch (error) {
        throw toBusError(error);
      }
    },
    readLast: async (scheduleId) => (await findLast(bus, scheduleId))?.last,
    writeLast,
  };
};
