import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type { Clock, CommandBus, CommandView } from './ports.ts';
import { toCommandView, toQueuedView } from './to-command-view.ts';

export interface LocateContext {
  bus: Pick<CommandBus, 'findQueued' | 'waitUntilRecorded'>;
  view: Pick<CommandView, 'find'>;
  clock: Clock;
  retryPolicy: RetryPolicy;
}

const recordingLimitMs = 2_000;

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

/**
 * Finds a command wherever it is: recorded, still on the bus, or ended and about to be recorded. A command leaves
 * the bus only after its end is on EVENTS, so one that is neither recorded nor queued is recorded once the recorder
 * has passed what is on EVENTS now, or does not exist.
 * @throws AppError `store.unavailable` or `bus.unavailable` if that cannot be decided
 */
export const locateCommand = async (ctx: LocateContext, id: string): Promise<CommandDocument | undefined> => {
  let storeError: unknown;
  const recorded = await findRecorded(ctx, id).catch((error: unknown) => {
    storeError = error;
    return undefined;
  });
  if (recorded) return recorded;
  const queued = await findOnBus(ctx, id);
  if (queued) return queued;
  if (storeError !== undefined) throw storeError;
  const isRecorded = await ctx.bus.waitUntilRecorded(recordingLimitMs);
  const late = await findRecorded(ctx, id);
  if (late || isRecorded) return late;
  throw new AppError(
    'store.unavailable',
    'The history is behind, so this command may exist without being in it yet.',
    {
      retryAfterMs: 2_000,
    },
  );
};
