import { createHash } from 'node:crypto';
import type { HeldKey, IdempotencyEntry, IdempotencyKeys } from '@signalbox/runtime/bus/idempotency-keys';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Accepted } from '@signalbox/shared/http/submit';
import { isTerminal } from '@signalbox/shared/status/status';
import { requireUnique } from './confirm-unique.ts';
import { decideCommand } from './decide-command.ts';
import { locateCommand, type LocateContext } from './locate-command.ts';
import {
  prepareCommand,
  publishCommand,
  takeUnique,
  toAccepted,
  toDuplicate,
  type Submission,
  type SubmitContext,
} from './submit-command.ts';

export type SubmitOnceContext = SubmitContext &
  LocateContext & {
    keys: IdempotencyKeys;
  };

export interface OnceResult {
  accepted: Accepted;
  /** True if the command was accepted before. */
  isRepeated: boolean;
}

export const toOnceResult = (accepted: Accepted): OnceResult => ({
  accepted,
  isRepeated: accepted.isDuplicate === true,
});

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)))
    : value;

/** The same for two submissions that say the same, in whatever order. */
const hashSubmission = ({ body, origin }: Submission): string =>
  createHash('sha256')
    .update(JSON.stringify(origin ? { body, origin } : body, sortKeys))
    .digest('hex');

const toEntry = (command: CommandEnvelope, bodyHash: string): IdempotencyEntry => ({
  id: command.id,
  bodyHash,
  traceId: command.traceId,
  submittedAt: command.submittedAt,
  isPublished: false,
});

type Keyed = Submission & { key: string };

interface Publication {
  command: CommandEnvelope;
  held: HeldKey;
  submission: Keyed;
}

/**
 * Publishes the command of a key; undefined if another request with the same key was faster. With a unique key two
 * requests could come to different ends, one with its own command and one with a command that was there before, so the
 * end is written before anybody acts on it or hears of it.
 */
const publishUnder = async (
  ctx: SubmitOnceContext,
  { command, held, submission }: Publication,
): Promise<Accepted | undefined> => {
  const { key, trace } = submission;
  const { entry, revision, isNew } = held;
  const claimed = await takeUnique(ctx, command);
  // What an earlier request published may have arrived, run and ended since it was looked for.
  if (claimed && !isNew && (await locateCommand(ctx, entry.id))) return undefined;
  if (claimed && 'unfinished' in claimed) {
    const duplicate = toDuplicate(claimed.unfinished);
    const { id, traceId, submittedAt } = claimed.unfinished.command;
    const end = { ...entry, id, traceId, submittedAt, isPublished: true, isDuplicate: true };
    return (await ctx.keys.settle(key, end, revision)) ? duplicate : undefined;
  }
  if (claimed && !(await ctx.keys.settle(key, entry, revision))) return undefined;
  const accepted = await publishCommand(ctx, { command, trace, ...claimed });
  ctx.keys.markPublished(key, entry).catch((error: unknown) => ctx.events.keyNotMarked(accepted.id, error));
  return accepted;
};

/** A known command is answered for even where nothing can tell how it stands. */
const locateKnown = (ctx: SubmitOnceContext, { id, isPublished }: IdempotencyEntry) =>
  isPublished ? locateCommand(ctx, id).catch(() => undefined) : locateCommand(ctx, id);

/**
 * Answers for the command of a key, which is published now if the first request ended between taking the key and
 * publishing; undefined if another request with the same key was faster.
 */
const repeat = async (
  ctx: SubmitOnceContext,
  held: HeldKey,
  submission: Keyed,
): Promise<Accepted | undefined> => {
  const { entry } = held;
  const { body, origin } = submission;
  const command = decideCommand(body, { ...entry, ...(origin && { origin }) });
  const located = await locateKnown(ctx, entry);
  if (entry.isPublished) {
    const status = located && { status: located.status };
    return { ...toAccepted(command), ...status, ...(entry.isDuplicate && { isDuplicate: true }) };
  }
  if (!located) return publishUnder(ctx, { command, held, submission });
  if (!isTerminal(located.status)) await requireUnique(ctx, command);
  return { ...toAccepted(command), status: located.status };
};

const requireSameBody = (earlier: IdempotencyEntry, bodyHash: string): void => {
  if (earlier.bodyHash === bodyHash) return;
  throw new AppError(
    'idempotency.mismatch',
    `This Idempotency-Key belongs to ${earlier.isPublished ? `command ${earlier.id}` : 'a command'}, which was submitted with another body. Use a new key for a new command.`,
  );
};

/**
 * Accepts a command at most once for a key, over any number of requests, API processes and crashes.
 * @throws AppError `idempotency.mismatch` if the key came with another body, else as `submitCommand`
 */
export const submitOnce = async (ctx: SubmitOnceContext, submission: Keyed): Promise<OnceResult> => {
  const command = await prepareCommand(ctx, submission);
  const entry = toEntry(command, hashSubmission(submission));
  for (;;) {
    const held = await ctx.keys.claim(submission.key, entry);
    requireSameBody(held.entry, entry.bodyHash);
    const accepted = held.isNew
      ? await publishUnder(ctx, { command, held, submission })
      : await repeat(ctx, held, submission);
    if (accepted) return held.isNew ? toOnceResult(accepted) : { accepted, isRepeated: true };
  }
};
