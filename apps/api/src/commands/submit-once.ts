import { createHash } from 'node:crypto';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Accepted } from '@signalbox/shared/http/submit';
import { decideCommand } from './decide-command.ts';
import { locateCommand, type LocateContext } from './locate-command.ts';
import type { IdempotencyEntry, IdempotencyKeys } from './ports.ts';
import {
  acceptCommand,
  prepareCommand,
  toAccepted,
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

const publishUnder = async (
  ctx: SubmitOnceContext,
  { command, entry, submission }: { command: CommandEnvelope; entry: IdempotencyEntry; submission: Keyed },
): Promise<Accepted> => {
  const accepted = await acceptCommand(ctx, command, submission.trace);
  // Of a duplicate the key is to remember the command that was answered for.
  const marked = ctx.keys
    .markPublished(submission.key, { ...entry, id: accepted.id })
    .catch((error: unknown) => ctx.events.keyNotMarked(accepted.id, error));
  if (accepted.isDuplicate) await marked;
  return accepted;
};

/** A known command is answered for even where nothing can tell how it stands. */
const locateKnown = (ctx: SubmitOnceContext, { id, isPublished }: IdempotencyEntry) =>
  isPublished ? locateCommand(ctx, id).catch(() => undefined) : locateCommand(ctx, id);

/** The first request may have ended between taking the key and publishing: then its command is published now. */
const repeat = async (
  ctx: SubmitOnceContext,
  submission: Keyed,
  entry: IdempotencyEntry,
): Promise<Accepted> => {
  const { body, origin } = submission;
  const command = decideCommand(body, { ...entry, ...(origin && { origin }) });
  const located = await locateKnown(ctx, entry);
  if (located) return { ...toAccepted(command), status: located.status };
  return entry.isPublished ? toAccepted(command) : publishUnder(ctx, { command, entry, submission });
};

/**
 * Accepts a command at most once for a key, over any number of requests, API processes and crashes.
 * @throws AppError `idempotency.mismatch` if the key came with another body, else as `submitCommand`
 */
export const submitOnce = async (ctx: SubmitOnceContext, submission: Keyed): Promise<OnceResult> => {
  const command = await prepareCommand(ctx, submission);
  const entry = toEntry(command, hashSubmission(submission));
  const earlier = await ctx.keys.claim(submission.key, entry);
  if (!earlier) return toOnceResult(await publishUnder(ctx, { command, entry, submission }));
  if (earlier.bodyHash !== entry.bodyHash) {
    throw new AppError(
      'idempotency.mismatch',
      `This Idempotency-Key belongs to command ${earlier.id}, which was submitted with another body. Use a new key for a new command.`,
    );
  }
  return { accepted: await repeat(ctx, submission, earlier), isRepeated: true };
};
