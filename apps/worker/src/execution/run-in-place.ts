import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { KeyRequest } from '../concurrency/key-request.ts';
import { withPlace, type WithPlaceOptions } from '../concurrency/with-place.ts';
import type { Slot } from '../lanes/slot.ts';
import { isOverdue } from './admit.ts';
import { endIfCanceled } from './end-canceled.ts';
import { endWithoutRun, toFailure } from './end-without-run.ts';
import type { Execution } from './execution.ts';
import { giveBack } from './give-back.ts';
import type { Past } from './past.ts';

/** A delivery that may have to wait for its place. */
export interface Waiting {
  message: PulledMessage;
  command: CommandEnvelope;
  past: Past;
}

interface RunInPlaceOptions {
  execution: Execution;
  /** Who gives the places. */
  locks: WithPlaceOptions['locks'];
  slot: Slot;
  isLent?: WithPlaceOptions['isLent'];
  begin: (slot: Slot) => Promise<void>;
}

const leastWaitMs = 1_000;
const mostWaitMs = 5_000;

const toRequest = ({ message, command }: Waiting, { cancellations }: Execution): KeyRequest => ({
  key: command.concurrencyKey ?? '',
  limit: command.concurrencyLimit ?? 1,
  commandId: command.id,
  queue: command.queue,
  message,
  isPointless: () => isOverdue(command, Date.now()) || cancellations.find(command) !== undefined,
});

/** What becomes of a delivery that got no place: ended if it is to run no more, else any worker may have it later. */
export const leave = async ({ message, command, past }: Waiting, execution: Execution): Promise<void> => {
  if (execution.leases.hasLapsed(message)) return;
  const canceled = endIfCanceled(message, command, execution);
  if (canceled) return canceled;
  if (isOverdue(command, Date.now()))
    return endWithoutRun(
      message,
      { command, ...toFailure({ kind: 'overdue', attempts: past.attempts }) },
      execution,
    );
  const afterMs = leastWaitMs + Math.random() * (mostWaitMs - leastWaitMs);
  return giveBack(message, { id: command.id, past, afterMs }, execution);
};

/** Runs an attempt of a command that needs a place, of its concurrency key or among the suspects. */
export const runInPlace = (
  waiting: Waiting,
  { execution, locks, slot, isLent, begin }: RunInPlaceOptions,
): Promise<void> =>
  withPlace(toRequest(waiting, execution), {
    locks,
    slot,
    isLent,
    run: async (held) => {
      // The wait may have been longer than the lease could be kept.
      if (!execution.leases.hasLapsed(waiting.message)) await begin(held);
    },
    leave: () => leave(waiting, execution),
  });
