import { setTimeout as wait } from 'node:timers/promises';
import type { UniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import {
  isOfHold,
  isSameHold,
  toSince,
  type UniqueClaim,
  type UniqueHolder,
  type UniqueKey,
} from '@signalbox/shared/commands/unique-claim';
import { AppError } from '@signalbox/shared/errors/app-error';
import { confirmPublished, requireHold } from './confirm-unique.ts';
import { findUnfinished, type UnfinishedCommand, type UnfinishedContext } from './find-unfinished.ts';

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
  /** Monotonic ms. */
  askedAt: number;
}

export type UniqueClaimed = { unfinished: UnfinishedCommand } | { hold: UniqueHold };

const tooSlow = (): AppError =>
  new AppError(
    'bus.unavailable',
    'The message bus is too slow for a unique key to be taken; nothing was published.',
    { retryAfterMs: 2_000 },
  );

/**
 * The unfinished command that has a key, which it then keeps; undefined if it has ended, will not be published any
 * more, or has lost the key meanwhile.
 */
const awaitHolder = async (
  ctx: UniqueContext,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<UnfinishedCommand | undefined> => {
  const { claim } = holder;
  const deadline = performance.now() + publishedByMs;
  for (;;) {
    // As of before the look, which may take long.
    const isOver = performance.now() > deadline;
    const isOld = ctx.clock.now() - claim.at > publishedByAllClocksMs;
    const found = await findUnfinished(ctx, claim);
    if (found === 'ended') return undefined;
    if (found && isOfHold(found.command, holder)) {
      const current = await confirmPublished(ctx.unique, key, holder);
      return isSameHold(current, holder) ? found : undefined;
    }
    if (claim.isPublished || isOld || isOver) return undefined;
    await wait(pauseMs);
  }
};

/** A command that has the key from an earlier request keeps it. */
const toClaim = (
  { id, queue, priority }: CommandEnvelope,
  at: number,
  instead: UniqueHolder | undefined,
): UniqueClaim => ({
  id,
  queue,
  priority,
  at,
  ...(instead?.claim.id === id && { since: toSince(instead), isPublished: instead.claim.isPublished }),
});

/**
 * Takes the unique key of a command, from the command before if that has ended. One that has the key already writes its
 * claim again, so that nobody takes it for abandoned.
 * @returns the unfinished command that has the key, or the hold on it
 * @throws AppError `bus.unavailable`
 */
export const claimUnique = async (
  ctx: UniqueContext,
  command: CommandEnvelope,
  uniqueKey: string,
): Promise<UniqueClaimed> => {
  const key = { name: command.name, uniqueKey };
  const startedAt = performance.now();
  let instead: UniqueHolder | undefined;
  for (;;) {
    const askedAt = performance.now();
    const holder = await ctx.unique.claim(key, toClaim(command, ctx.clock.now(), instead), instead);
    if (holder.claim.id === command.id) {
      if (holder.isNew && performance.now() - askedAt < freshMs) return { hold: { key, holder, askedAt } };
      if (performance.now() - startedAt > longestMs) throw tooSlow();
    } else {
      const unfinished = await awaitHolder(ctx, key, holder);
      if (unfinished) return { unfinished };
    }
    instead = holder;
  }
};

/**
 * Makes sure that a command that was slow to be published had its key all the while.
 * @throws AppError `bus.unavailable` if not: workers drop it
 */
export const keepUnique = async (
  { unique }: UniqueContext,
  { key, holder, askedAt }: UniqueHold,
): Promise<void> => {
  if (performance.now() - askedAt >= freshMs) await requireHold(unique, key, holder);
};
