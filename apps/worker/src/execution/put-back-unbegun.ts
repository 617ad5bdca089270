import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { countAttempts, toKnown } from './count-attempts.ts';
import { decode } from './decode.ts';
import { giveBack, type GiveBackOptions } from './give-back.ts';
import { putBack } from './settle.ts';

/**
 * Gives back a delivery of which nothing has begun: it is no attempt. Earlier deliveries that nobody accounts for stay
 * so, for only then the next one asks whether the command has ended. One whose lease is over is another's to settle.
 */
export const putBackUnbegun = async (
  message: PulledMessage,
  options: GiveBackOptions,
  afterMs = 0,
): Promise<void> => {
  if (options.leases.hasLapsed(message)) return;
  const { deliveryCount, sequence } = message;
  const { command } = decode(message);
  const { id } = command;
  try {
    const entry = deliveryCount > 1 ? (await options.ledger.read(id)).entry : undefined;
    const delivery = { deliveryCount, sequence };
    // How many attempts are allowed matters only to what is not accounted for, which stays as it is.
    const { past, isAccounted } = countAttempts(delivery, { command, entry }, Infinity);
    if (isAccounted) return await giveBack(message, { id, past, afterMs }, options);
    const known = toKnown(delivery, { command, entry });
    await options.ledger.write(id, { ...known, sequence, delivery: known.delivery + 1 });
  } catch {
    // Unread or unwritten, this delivery counts as an attempt: less than the policy allows, but nothing is stuck.
  }
  if (!options.leases.hasLapsed(message)) putBack(message, afterMs);
};
