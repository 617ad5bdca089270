import { setTimeout as wait } from 'node:timers/promises';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { findUnfinished, type UnfinishedCommand, type UnfinishedContext } from './find-unfinished.ts';
import type { UniqueHolder, UniqueKeys } from './ports.ts';

export type UniqueContext = UnfinishedContext & { unique: UniqueKeys };

/** Whoever took the key has published its command by then, or never will. */
const publishedByMs = 3_000;
/** The same where the times of two processes are compared, whose clocks may differ. */
const publishedByAllClocksMs = 10_000;
const pauseMs = 50;
/** A process that was stopped for longer after it took the key looks whether it still has it. */
const freshMs = publishedByMs / 3;
/** By then it has looked as often as makes sense on a bus that takes a second for an answer. */
const longestMs = 2 * publishedByMs;

const tooSlow = (): AppError =>
  new AppError(
    'bus.unavailable',
    'The message bus is too slow for a unique key to be taken; nothing was published.',
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

/**
 * Takes the unique key of a command, from the command before if that has ended.
 * @returns the unfinished command that has the key; undefined if it is taken for this one
 * @throws AppError `bus.unavailable`
 */
export const claimUnique = async (
  ctx: UniqueContext,
  command: CommandEnvelope,
  uniqueKey: string,
): Promise<UnfinishedCommand | undefined> => {
  const { id, name, queue, priority } = command;
  const claim = { id, queue, priority, at: ctx.clock.now() };
  const startedAt = performance.now();
  let ended: UniqueHolder | undefined;
  for (;;) {
    const askedAt = performance.now();
    const holder = await ctx.unique.claim({ name, uniqueKey }, claim, ended);
    if (!holder || holder.claim.id === id) {
      if (performance.now() - askedAt < freshMs) return undefined;
      if (performance.now() - startedAt > longestMs) throw tooSlow();
      continue;
    }
    const unfinished = await awaitHolder(ctx, holder);
    if (unfinished) return unfinished;
    ended = holder;
  }
};
