import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import { isTerminal } from '@signalbox/shared/status/status';
import type { Clock, CommandBus, CommandView } from './ports.ts';
import { toCommandView, toQueuedView } from './to-command-view.ts';

export interface LocateContext {
  bus: Pick<CommandBus, 'findQueued' | 'waitUntilRecorded'>;
  view: Pick<CommandView, 'find'>;
  clock: Clock;
  retryPolicy: RetryPolicy;
}

/** For a command of which nothing is known yet. */
const recordingLimitMs = 2_000;
/** For a command that can be answered for, if a little behind. */
const catchUpLimitMs = 1_000;

const findRecorded = async (
  { view, retryPolicy }: LocateContext,
  id: string,
): Promise<CommandDocument | undefined> => {
  const row = await view.find(id);
  return row && toCommandView(row, retryPolicy);
};

const findOnBus = async (ctx: LocateContext, id: string): Promise<CommandDocument | undefined> => {
  const queued = await ctx.bus.findQueued(id);
  return queued && toQueuedView(queued, { policy: ctx.retryPolicy, nowMs: ctx.clock.now() });
};

/** Whoever was told of an event by the live feed may not read less here, though the recorder comes after both. */
const catchUp = async (ctx: LocateContext, known: CommandDocument): Promise<CommandDocument> => {
  try {
    await ctx.bus.waitUntilRecorded(catchUpLimitMs);
    return (await findRecorded(ctx, known.id)) ?? known;
  } catch (error) {
    if (error instanceof AppError) return known;
    throw error;
  }
};

const awaitRecording = async (ctx: LocateContext, id: string): Promise<CommandDocument | undefined> => {
  const isRecorded = await ctx.bus.waitUntilRecorded(recordingLimitMs);
  const recorded = await findRecorded(ctx, id);
  if (recorded || isRecorded) return recorded;
  throw new AppError(
    'store.unavailable',
    'The history is behind, so this command may exist without being in it yet.',
    { retryAfterMs: 2_000 },
  );
};

const locateWithoutStore = async (
  ctx: LocateContext,
  id: string,
  storeError: AppError,
): Promise<CommandDocument> => {
  const queued = await findOnBus(ctx, id);
  if (queued) return queued;
  throw storeError;
};

/**
 * Finds a command wherever it is: recorded, still on the bus, or ended and about to be recorded. A command leaves
 * the bus only after its end is on EVENTS, so one that is neither recorded nor queued is recorded once the recorder
 * has passed what is on EVENTS now, or does not exist.
 * @throws AppError `store.unavailable` or `bus.unavailable` if that cannot be decided
 */
export const locateCommand = async (ctx: LocateContext, id: string): Promise<CommandDocument | undefined> => {
  const recorded = await findRecorded(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  if (recorded instanceof AppError) return locateWithoutStore(ctx, id, recorded);
  if (recorded && isTerminal(recorded.status)) return recorded;
  const known = recorded ?? (await findOnBus(ctx, id));
  return known ? catchUp(ctx, known) : awaitRecording(ctx, id);
};
