import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Outcome } from '@signalbox/shared/status/outcome';

/**
 * Gives the delivery back to the server. Only after the outcome is stored: a crash before this line means one more
 * delivery, a crash after it means none.
 */
export const settle = (message: PulledMessage, outcome: Outcome): void => {
  if (outcome.kind === 'retry') message.nak(outcome.afterMs);
  else message.ack();
};

/** Puts a delivery back that was never an attempt. */
export const putBack = (message: PulledMessage, afterMs: number): void => message.nak(afterMs);

/** Removes a delivery whose outcome is already stored. */
export const dismiss = (message: PulledMessage): void => message.ack();
