import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';

/**
 * Removes a delivery whose outcome is stored. A crash before this line means one more delivery, a crash after it
 * means none.
 */
export const dismiss = (message: PulledMessage): void => message.ack();

/** Asks for another delivery; called by `giveBack` alone, which accounts for this one. */
export const putBack = (message: PulledMessage, afterMs: number): void => message.nak(afterMs);
