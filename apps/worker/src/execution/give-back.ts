import type { AttemptsLedger, LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import type { Leases } from '@signalbox/runtime/bus/leases';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { toWrittenPast, type Past } from './past.ts';
import { renew } from './renew.ts';
import { dismiss, putBack } from './settle.ts';

export interface GiveBackOptions {
  ledger: AttemptsLedger;
  publisher: Publisher;
  maxDeliver: number;
  leases: Pick<Leases, 'hasLapsed'>;
}

export interface GivenBack {
  /** The command's id. */
  id: string;
  /** What the command has had, this delivery included. */
  past: Past;
  /** Least wait before the next delivery. */
  afterMs: number;
}

/** As many of the deliveries that the server allows are kept for the case that a renewal, or a worker, fails. */
const sparedDeliveries = 2;

/** The first delivery never renews: a message that only waits for its time would be renewed over and over. */
const isNearTheEnd = (deliveryCount: number, maxDeliver: number): boolean =>
  deliveryCount >= Math.max(2, maxDeliver - sparedDeliveries);

/**
 * Gives a delivery back in order: the ledger first, so that the next delivery knows that this one is no death. Before
 * the server's deliveries are spent the command is published anew instead.
 */
export const giveBack = async (
  message: PulledMessage,
  { id, past, afterMs }: GivenBack,
  options: GiveBackOptions,
): Promise<void> => {
  const { deliveryCount, sequence } = message;
  const entry: LedgerEntry = { delivery: deliveryCount, sequence, ...toWrittenPast(past) };
  if (isNearTheEnd(deliveryCount, options.maxDeliver)) {
    const isRenewed = await renew(message, { id, past, notBefore: Date.now() + afterMs }, options);
    if (isRenewed) return dismiss(message);
    // The new message may be there although nobody confirmed it.
    entry.isRenewing = true;
  }
  // Unwritten, this delivery counts as an attempt: less than the policy allows, but nothing is stuck.
  await options.ledger.write(id, entry).catch(() => undefined);
  // The server takes the word of a delivery that is over for that of the one under way, and makes a third.
  if (!options.leases.hasLapsed(message)) putBack(message, afterMs);
};
