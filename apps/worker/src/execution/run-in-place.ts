import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { KeyRequest } from '../concurrency/key-request.ts';
import { withPlace } from '../concurrency/with-place.ts';
import type { Slot } from '../lanes/slot.ts';
import { isOverdue } from './admit.ts';
import { endIfCanceled } from './end-canceled.ts';
import { endWithoutRun, toFailure } from './end-without-run.ts';
import type { Execution } from './execution.ts';
import { giveBack } from './give-back.ts';

interface Keyed {
  message: PulledMessage;
  command: CommandEnvelope;
  /** That the command had before. */
  attempts: number;
}

interface RunInPlaceOptions {
  execution: Execution;
  slot: Slot;
  begin: (slot: Slot) => Promise<void>;
}

const leastWaitMs = 1_000;
const mostWaitMs = 5_000;

const toRequest = ({ message, command }: Keyed, { cancellations }: Execution): KeyRequest => ({
  key: command.concurrencyKey ?? '',
  limit: command.concurrencyLimit ?? 1,
  commandId: command.id,
  queue: command.queue,
  message,
  isPointless: () => isOverdue(command, Date.now()) || cancellations.find(command) !== undefined,
});

/** What becomes of a delivery that got no place: ended if it is to run no more, else any worker may have it later. */
const leave = async ({ message, command, attempts }: Keyed, execution: Execution): Promise<void> => {
  if (execution.leases.hasLapsed(message)) return;
  const canceled = endIfCanceled(message, command, execution);
  if (canceled) return canceled;
  if (isOverdue(command, Date.now()))
    return endWithoutRun(message, { command, ...toFailure({ kind: 'overdue', attempts }) }, execution);
  const afterMs = leastWaitMs + Math.random() * (mostWaitMs - leastWaitMs);
  return giveBack(message, { id: command.id, attempts, afterMs }, execution);
};

/** Runs an attempt of a command with a concurrency key. */
export const runInPlace = (keyed: Keyed, { execution, slot, begin }: RunInPlaceOptions): Promise<void> =>
  withPlace(toRequest(keyed, execution), {
    locks: execution.locks,
    slot,
    run: async (held) => {
      // The wait may have been longer than the lease could be kept.
      if (!execution.leases.hasLapsed(keyed.message)) await begin(held);
    },
    leave: () => leave(keyed, execution),
  });
