import { catalogQueues } from '@signalbox/shared/commands/catalog';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { toSince } from '@signalbox/shared/commands/unique-claim';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Accepted, SubmitBody } from '@signalbox/shared/http/submit';
import {
  claimUnique,
  keepUnique,
  type UniqueContext,
  type UniqueHold,
  type UniqueClaimed,
} from './claim-unique.ts';
import { decideCommand, type CommandOrigin } from './decide-command.ts';
import type { UnfinishedCommand } from './find-unfinished.ts';
import { nearNames } from './near-names.ts';
import type { Clock, CommandBus, EventLog, SubmitEvents, TraceContext } from './ports.ts';
import { waitingStatus } from './to-command-view.ts';

export interface SubmitContext extends UniqueContext {
  bus: Pick<CommandBus, 'publish' | 'listQueues' | 'findQueuedAt' | 'waitUntilRecorded'>;
  eventLog: EventLog;
  clock: Clock;
  newId: () => string;
  events: SubmitEvents;
}

export interface Submission {
  /** Taken from the process, so that a waiter can be there before the command is. */
  id: string;
  body: SubmitBody;
  /** Absent for a plain submission. */
  origin?: CommandOrigin;
  trace: TraceContext;
}

const requireQueue = async ({ bus }: SubmitContext, { queue }: CommandEnvelope): Promise<void> => {
  if (catalogQueues.includes(queue)) return;
  const known = await bus.listQueues();
  if (known.includes(queue)) return;
  const near = nearNames(queue, known);
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  const detail = `no worker takes commands from the queue ${queue}; known queues are ${known.join(', ')}.${hint}`;
  throw new AppError('request.invalid', 'The queue is not known; see errors.', {
    errors: [{ pointer: '/queue', detail }],
  });
};

/** Not awaited by the caller: every later event of the command carries the whole command too. */
const announce = (ctx: SubmitContext, command: CommandEnvelope): void => {
  const event = { type: 'accepted', id: command.id, at: command.submittedAt, command } as const;
  ctx.eventLog
    .append(command.queue, event)
    .catch((error: unknown) => ctx.events.announceFailed(command, error));
};

export const toLinks = (id: string): Accepted['links'] => ({
  self: `/v1/commands/${id}`,
  events: `/v1/commands/${id}/events`,
});

export const toAccepted = (command: CommandEnvelope): Accepted => ({
  id: command.id,
  name: command.name,
  status: waitingStatus(command, command.submittedAt),
  traceId: command.traceId,
  links: toLinks(command.id),
});

/** Checks a submission without doing anything. */
export const prepareCommand = async (
  ctx: SubmitContext,
  { id, body, origin, trace }: Submission,
): Promise<CommandEnvelope> => {
  const identity = { id, traceId: trace.traceId, submittedAt: ctx.clock.now(), ...(origin && { origin }) };
  const command = decideCommand(body, identity);
  if (body.queue !== undefined) await requireQueue(ctx, command);
  return command;
};

/** Undefined for a command without a unique key. */
export const takeUnique = (
  ctx: SubmitContext,
  command: CommandEnvelope,
): Promise<UniqueClaimed | undefined> =>
  command.uniqueKey === undefined ? Promise.resolve(undefined) : claimUnique(ctx, command, command.uniqueKey);

export const toDuplicate = ({ command, status }: UnfinishedCommand): Accepted => ({
  ...toAccepted(command),
  status,
  isDuplicate: true,
});

/** Stores a checked command on the bus; when this resolves it will be executed. */
export const publishCommand = async (
  ctx: SubmitContext,
  { command, trace, hold }: { command: CommandEnvelope; trace: TraceContext; hold?: UniqueHold | undefined },
): Promise<Accepted> => {
  const published = hold ? { ...command, uniqueSince: toSince(hold.holder) } : command;
  await ctx.bus.publish(published, trace);
  if (hold) await keepUnique(ctx, hold);
  announce(ctx, published);
  ctx.events.commandAccepted(published);
  return toAccepted(published);
};

/**
 * Publishes a checked command, unless its unique key belongs to an unfinished one: then that is answered for instead.
 */
const acceptCommand = async (
  ctx: SubmitContext,
  command: CommandEnvelope,
  trace: TraceContext,
): Promise<Accepted> => {
  const claimed = await takeUnique(ctx, command);
  if (claimed && 'unfinished' in claimed) return toDuplicate(claimed.unfinished);
  return publishCommand(ctx, { command, trace, ...claimed });
};

/**
 * Accepts one command.
 * @throws AppError `command.unknown`, `command.invalid_input`, `request.invalid`, `request.too_large`,
 * `bus.unavailable` or `bus.full`; after `bus.unavailable` the command may be on the bus all the same
 */
export const submitCommand = async (ctx: SubmitContext, submission: Submission): Promise<Accepted> => {
  const command = await prepareCommand(ctx, submission);
  return acceptCommand(ctx, command, submission.trace);
};
