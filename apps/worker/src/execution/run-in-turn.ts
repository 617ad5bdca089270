import type { Slot } from '../lanes/slot.ts';
import { runApart, type RunApartOptions } from './run-apart.ts';
import { runInPlace, type Waiting } from './run-in-place.ts';

/** Runs an attempt that may have to wait: for a place of its key, for its turn among the suspects, or for both. */
export const runInTurn = (
  waiting: Waiting,
  { isSuspect, execution, slot, begin }: RunApartOptions & { isSuspect: boolean },
): Promise<void> => {
  const start = (held: Slot): Promise<void> =>
    isSuspect ? runApart(waiting, { execution, slot: held, begin }) : begin(held);
  if (waiting.command.concurrencyKey === undefined) return start(slot);
  return runInPlace(waiting, { execution, locks: execution.locks, slot, begin: start });
};
