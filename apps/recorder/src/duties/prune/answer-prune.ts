import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '@signalbox/runtime/bus/connect';
import type { EventLog } from '@signalbox/runtime/bus/event-log';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import type { Store } from '@signalbox/runtime/store/connect';
import { pruneRequestSchema, type PruneAnswer } from '@signalbox/shared/commands/system-prune';
import { subjects } from '@signalbox/shared/naming';
import type { RecorderEvents } from '../../events.ts';
import { findPrunable } from './find-prunable.ts';

export interface PruneContext {
  bus: Bus;
  store: Store;
  eventLog: EventLog;
  events: RecorderEvents;
}

/** The answer waits for the removal, so that who asks for the next batch cannot run ahead of the database. */
const removalLimitMs = 5_000;

const pruneBatch = async (
  { bus, store, eventLog, events }: PruneContext,
  question: unknown,
): Promise<PruneAnswer> => {
  const request = pruneRequestSchema.parse(question);
  const at = Date.now();
  const { found, next } = await findPrunable(store, request, at);
  const { reason } = request;
  await Promise.all(
    found.map(({ id, queue }) => eventLog.append(queue, { type: 'deleted', id, at, reason })),
  );
  if (found.length > 0) await waitUntilRecorded(bus, removalLimitMs);
  events.pruned(found.length);
  return { removed: found.length, ...(next && { next }) };
};

/** Removes old commands batch by batch, as it is asked to; any one of the recorders answers. */
export const answerPrune = (ctx: PruneContext): void => {
  const answer = async (message: Msg): Promise<void> => {
    const reply: PruneAnswer = await pruneBatch(ctx, message.json()).catch((error: unknown) => {
      ctx.events.dutyDelayed('prune', error);
      return { problem: error instanceof Error ? error.message : String(error) };
    });
    message.respond(JSON.stringify(reply));
  };
  ctx.bus.nc.subscribe(subjects.pruneRequest, {
    queue: 'recorder',
    callback: (error, message) => {
      if (!error) void answer(message);
    },
  });
};
