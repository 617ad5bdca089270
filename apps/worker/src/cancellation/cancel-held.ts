import type { CancelRequest } from '@signalbox/runtime/bus/cancellations';
import type { Attempt, InFlight } from '../execution/in-flight.ts';
import { toInheritedReason } from './cancellations.ts';

type Held = Pick<InFlight, 'attempts' | 'hasLapsed'>;

/** The outcome of an attempt without its lease is dropped, so nobody may rely on it. */
const cancelAttempt = (held: Held, attempt: Attempt, reason: string): boolean =>
  attempt.giveUp('canceled', reason) && !held.hasLapsed(attempt);

/**
 * Tells the handlers of a command, and of those that come from it, to end.
 * @returns true if this process will report the end of the command itself
 */
export const cancelHeld = (held: Held, { id, reason }: CancelRequest): boolean => {
  let isHeld = false;
  for (const attempt of held.attempts) {
    const { command } = attempt;
    if (command.id === id) isHeld = cancelAttempt(held, attempt, reason) || isHeld;
    else if (command.ancestors?.includes(id)) cancelAttempt(held, attempt, toInheritedReason(id, reason));
  }
  return isHeld;
};
