import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { countAttempts } from './count-attempts.ts';
import { decode } from './decode.ts';
import { giveBack, type GiveBackOptions } from './give-back.ts';
import { putBack } from './settle.ts';

/**
 * Gives back a delivery of which nothing has begun: it is no attempt. Earlier deliveries that nobody accounts for stay
 * so, for only then the next one asks whether the command has ended. One whose lease is over is another's to settle.
 */
export const putBackUnbegun = async (message: PulledMessage, options: GiveBackOptions): Promise<void> => {
  if (options.leases.hasLapsed(message)) return;
  const { deliveryCount, sequence } = message;
  const { command } = decode(message);
  const { id } = command;
  try {
    const entry = deliveryCount > 1 ? (await options.ledger.read(id)).entry : undefined;
    const { attempts, isAccounted } = countAttempts({ deliveryCount, sequence }, command, entry);
    if (isAccounted) return await giveBack(message, { id, attempts, afterMs: 0 }, options);
    const known = Math.max(0, entry?.sequence === sequence ? entry.delivery : 0);
    const unaccounted = deliveryCount - 1 - known;
    await options.ledger.write(id, {
      delivery: deliveryCount - unaccounted,
      attempts: attempts - unaccounted,
      sequence,
    });
  } catch {
    // Unread or unwritten, this delivery counts as an attempt: less than the policy allows, but nothing is stuck.
  }
  if (!options.leases.hasLapsed(message)) putBack(message, 0);
};
