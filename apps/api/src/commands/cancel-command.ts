import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { isTerminal } from '@signalbox/shared/status/status';
import { cancelDescendants } from './cancel-descendants.ts';
import { endCanceled, type EndCanceledContext } from './end-canceled.ts';
import { getCommand } from './get-command.ts';
import type { LocateContext } from './locate-command.ts';
import type { CancelEvents, CancelRequest, CommandView, EndFeed } from './ports.ts';
import { toCommandView } from './to-command-view.ts';

export type CancelContext = LocateContext &
  EndCanceledContext & {
    view: Pick<CommandView, 'find' | 'list'>;
    feed: EndFeed;
    events: CancelEvents;
  };

export interface CancelResult {
  /** `ending`: it will end as canceled, or as whatever it comes to before. */
  kind: 'ending' | 'ended';
  command: CommandDocument;
}

/** A handler that heeds its signal ends sooner. */
const heededLimitMs = 250;
/** The end of a command that nobody holds is stored here; while the bus is away that takes longer. */
const storedLimitMs = 3_000;

const refuseEnded = async (ctx: CancelContext, command: CommandDocument): Promise<void> => {
  if (!isTerminal(command.status)) return;
  // An API process may have died between storing the end and removing the message.
  if (command.status === 'canceled')
    await ctx.bus
      .removeQueued(command)
      .catch((error: unknown) => ctx.events.cancelUnfinished(command.id, error));
  throw new AppError('command.already_ended', `The command ${command.id} is ${command.status} already.`, {
    details: { status: command.status },
  });
};

const toResult = (
  { retryPolicy }: CancelContext,
  known: CommandDocument,
  row: CommandRow | undefined,
): CancelResult => {
  const command = (row && toCommandView(row, retryPolicy)) ?? known;
  return { kind: isTerminal(command.status) ? 'ended' : 'ending', command };
};

/**
 * Ends one command as canceled, wherever it is: the worker that runs it tells its handler to end, and ends it by
 * force after its grace; a command that nobody runs is ended here. One that completes all the same stays completed.
 * @throws AppError `command.not_found`, `command.already_ended`, `bus.unavailable` or `store.unavailable`
 */
const cancelOne = async (ctx: CancelContext, { id, reason }: CancelRequest): Promise<CancelResult> => {
  // Made first, so that no end falls between looking and waiting.
  const waiter = ctx.feed.waitFor(id);
  try {
    const command = await getCommand(ctx, id);
    await refuseEnded(ctx, command);
    await ctx.cancellations.put(id, { reason, at: ctx.clock.now() });
    const isHeld = await ctx.cancellations.askHolder({ id, reason });
    if (!isHeld) {
      // Goes on beyond the answer if it has to: the cancellation is kept, and the reconciler ends what is left.
      endCanceled(ctx, command, reason).catch((error: unknown) => ctx.events.cancelUnfinished(id, error));
    }
    const row = await waiter.ended(isHeld ? heededLimitMs : storedLimitMs);
    return toResult(ctx, command, row ?? (await ctx.view.find(id).catch(() => undefined)));
  } finally {
    waiter.release();
  }
};

/**
 * Cancels a command and what comes from it. Workers refuse all of these as soon as they know of the one; those that no
 * worker would take are found in the history, after the answer.
 * @throws as `cancelOne`
 */
export const cancelCommand = async (ctx: CancelContext, request: CancelRequest): Promise<CancelResult> => {
  const result = await cancelOne(ctx, request);
  cancelDescendants(ctx, request, (child) => cancelOne(ctx, child)).catch((error: unknown) =>
    ctx.events.descendantsNotCanceled(request.id, error),
  );
  return result;
};
