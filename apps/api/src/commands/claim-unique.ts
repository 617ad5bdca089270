import { setTimeout as wait } from 'node:timers/promises';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { findUnfinished, type UnfinishedCommand, type UnfinishedContext } from './find-unfinished.ts';
import type { UniqueClaim, UniqueHolder, UniqueKey, UniqueKeys } from './ports.ts';

export type UniqueContext = UnfinishedContext & { unique: UniqueKeys };

/** Of whoever took the key and has not published its command by then, no more is expected. */
const publishedByMs = 3_000;
/** The same where the times of two processes are compared, whose clocks may differ. */
const publishedByAllClocksMs = 60_000;
const pauseMs = 50;
/** Whoever took longer for it may have lost the key, and is to look. */
const freshMs = publishedByMs / 3;
/** By then it has looked as often as makes sense on a bus that takes a second for an answer. */
const longestMs = 2 * publishedByMs;

/** A unique key in the hands of a command that is about to be published. */
export interface UniqueHold {
  key: UniqueKey;
  holder: UniqueHolder;
  /** The revision with which the command took the key. */
  since: number;
  /** Monotonic ms. */
  askedAt: number;
}

export type UniqueTurn = { unfinished: UnfinishedCommand } | { hold: UniqueHold };

const tooSlow = (): AppError =>
  new AppError(
    'bus.unavailable',
    'The message bus is too slow for a unique key to be taken; the command is not accepted.',
    { retryAfterMs: 2_000 },
  );

/** Somebody else may have taken the key and be about to publish. */
const awaitHolder = async (
  ctx: UniqueContext,
  { claim }: UniqueHolder,
): Promise<UnfinishedCommand | undefined> => {
  const deadline = performance.now() + publishedByMs;
  for (;;) {
    const found = await findUnfinished(ctx, claim);
    if (found) return found === 'ended' ? undefined : found;
    const isOld = ctx.clock.now() - claim.at > publishedByAllClocksMs;
    if (isOld || performance.now() > deadline) return undefined;
    await wait(pauseMs);
  }
};

const toSince = ({ claim, revision }: UniqueHolder): number => claim.since ?? revision;

/**
 * Takes the unique key of a command, from the command before if that has ended. A command that has the key from an
 * earlier request keeps it, and writes its claim again, so that nobody takes it for abandoned.
 * @returns the unfinished command that has the key, or the hold on it
 * @throws AppError `bus.unavailable`
 */
export const claimUnique = async (
  ctx: UniqueContext,
  command: CommandEnvelope,
  uniqueKey: string,
): Promise<UniqueTurn> => {
  const { id, name, queue, priority } = command;
  const key = { name, uniqueKey };
  const startedAt = performance.now();
  let instead: UniqueHolder | undefined;
  for (;;) {
    const askedAt = performance.now();
    const claim: UniqueClaim = { id, queue, priority, at: ctx.clock.now() };
    if (instead?.claim.id === id) claim.since = toSince(instead);
    const holder = await ctx.unique.claim(key, claim, instead);
    if (holder.claim.id === id) {
      const hold = { key, holder, since: toSince(holder), askedAt };
      if (holder.isNew && performance.now() - askedAt < freshMs) return { hold };
      if (performance.now() - startedAt > longestMs) throw tooSlow();
    } else {
      const unfinished = await awaitHolder(ctx, holder);
      if (unfinished) return { unfinished };
    }
    instead = holder;
  }
};

/**
 * Makes sure that a command that was slow to be published had its key all the while. If not, workers drop it, and
 * whoever asked for it is told to try again.
 * @throws AppError `bus.unavailable`
 */
export const keepUnique = async (ctx: UniqueContext, hold: UniqueHold): Promise<void> => {
  const { key, holder, since, askedAt } = hold;
  if (performance.now() - askedAt < freshMs) return;
  const claim = { ...holder.claim, at: ctx.clock.now(), since };
  const kept = await ctx.unique.claim(key, claim, holder);
  if (kept.claim.id !== claim.id || toSince(kept) !== since) throw tooSlow();
};

/**
 * Makes sure that a command that was published, and has not ended, still has its key: if it was published too late,
 * workers drop it.
 * @throws AppError `bus.unavailable` also if it has not, for it may have ended just now
 */
export const requireUnique = async (
  { unique }: Pick<UniqueContext, 'unique'>,
  { id, name, uniqueKey }: CommandEnvelope,
): Promise<void> => {
  if (uniqueKey === undefined) return;
  const holder = await unique.find({ name, uniqueKey });
  if (holder && holder.claim.id !== id) throw tooSlow();
};
