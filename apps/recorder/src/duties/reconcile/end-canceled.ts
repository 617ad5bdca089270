import { askHolder, type CancelRequest } from '@signalbox/runtime/bus/cancellations';
import { removeQueued } from '@signalbox/runtime/bus/queued-messages';
import { waitUntilRecorded } from '@signalbox/runtime/bus/wait-until-recorded';
import { findCommand } from '@signalbox/runtime/store/find-command';
import type { CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal } from '@signalbox/shared/status/status';
import type { EndContext } from '../end-unexecuted.ts';
import type { OpenCancellations } from './open-cancellations.ts';

export interface EndCanceledContext extends EndContext {
  cancellations: OpenCancellations;
  /** A younger cancellation is not looked at: the API that took it may be about to end the command. */
  leastAgeMs: number;
}

const mostPerRound = 200;
const atOnce = 16;
const catchUpLimitMs = 5_000;

const storeEnd = async (
  { eventLog, events, instance }: EndCanceledContext,
  { command, state }: Required<Pick<CommandRow, 'command' | 'state'>>,
  reason: string,
): Promise<void> => {
  const at = Date.now();
  const { attempt, worker = instance, startedAt = at } = state;
  const event = {
    type: 'canceled',
    id: command.id,
    at,
    attempt,
    worker,
    startedAt,
    command,
    reason,
  } as const;
  await eventLog.append(command.queue, event);
  events.endedCanceled(command.id);
};

const settle = async (ctx: EndCanceledContext, request: CancelRequest): Promise<void> => {
  const { bus, store, cancellations } = ctx;
  const { id, reason } = request;
  const { command, state } = (await findCommand(store, id)) ?? {};
  if (command && state && !isTerminal(state.status)) {
    // The worker that holds it reports the end, and may die before it has.
    if (await askHolder(bus, request)) return cancellations.postpone(request);
    await storeEnd(ctx, { command, state }, reason);
    await removeQueued(bus, command);
  }
  cancellations.settled(id);
};

/**
 * Ends commands that were canceled while their API process died, or the bus was away, between the word of it and their
 * end: nobody holds them, and a worker may not be given them for long. Only after all events up to the look are
 * recorded; should one have ended meanwhile, the first end that is stored counts.
 */
export const createCanceledDuty = (ctx: EndCanceledContext) => async (): Promise<void> => {
  const { bus, cancellations, leastAgeMs } = ctx;
  await cancellations.open();
  const due = cancellations.older(leastAgeMs, mostPerRound);
  if (due.length === 0) return;
  if (!(await waitUntilRecorded(bus, catchUpLimitMs))) return;
  for (let start = 0; start < due.length; start += atOnce)
    await Promise.all(due.slice(start, start + atOnce).map((request) => settle(ctx, request)));
};
