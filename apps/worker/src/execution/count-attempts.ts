import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

export interface AttemptCount {
  /** The attempts before this delivery. */
  attempts: number;
  /** Every earlier delivery was given back in order; if not, a worker died with one, or lost its lease. */
  isAccounted: boolean;
}

interface Counted {
  deliveryCount: number;
  sequence: number;
}

/**
 * Without an entry each earlier delivery counts, but for the one that only put a command with a time back. The result
 * may be too high, never too low: a command that kills its worker must come to an end.
 */
const countWithoutEntry = (
  { deliveryCount }: Counted,
  { runAt, renewed }: Pick<CommandEnvelope, 'runAt' | 'renewed'>,
): number => {
  if (renewed) return renewed.attempts + deliveryCount - 1;
  return Math.max(0, deliveryCount - 1 - (runAt === undefined ? 0 : 1));
};

/** How many attempts a command has had, from what is written of it in the ledger. */
export const countAttempts = (
  delivery: Counted,
  command: Pick<CommandEnvelope, 'runAt' | 'renewed'>,
  entry: LedgerEntry | undefined,
): AttemptCount => {
  const earlier = delivery.deliveryCount - 1;
  if (!entry) return { attempts: countWithoutEntry(delivery, command), isAccounted: earlier === 0 };
  // An entry of an older message tells of the attempts, and nothing of the deliveries of this one.
  const accounted = entry.sequence === delivery.sequence ? entry.delivery : 0;
  const deaths = Math.max(0, earlier - accounted);
  return { attempts: Math.max(0, entry.attempts + deaths), isAccounted: deaths === 0 };
};
