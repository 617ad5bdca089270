import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { isSuspect } from './is-suspect.ts';
import { toFirstPast, type Past } from './past.ts';

export interface AttemptCount {
  /** What was before this delivery. */
  past: Past;
  /** Every earlier delivery was given back in order; if not, a worker died with one, or lost its lease. */
  isAccounted: boolean;
}

interface Counted {
  deliveryCount: number;
  sequence: number;
}

interface Written {
  command: Pick<CommandEnvelope, 'runAt' | 'renewed'>;
  entry: LedgerEntry | undefined;
}

/**
 * A command that takes whatever it runs on down with it must come to an end; one that runs beside many that kill a
 * worker each must not.
 */
const mostSpared = 10;

/**
 * Without an entry each earlier delivery counts, but for the one that only put a command with a time back. The result
 * may be too high, never too low: a command that kills its worker must come to an end.
 */
const toFirstEntry = (
  { deliveryCount, sequence }: Counted,
  { runAt, renewed }: Written['command'],
): LedgerEntry => {
  if (renewed) return { delivery: 0, sequence, ...toFirstPast({ renewed }) };
  const before = runAt !== undefined && deliveryCount > 1 ? -1 : 0;
  return { delivery: 0, attempts: before, sequence, deaths: before };
};

/** What is written of a command, as far as it tells of this message. */
export const toKnown = (delivery: Counted, { command, entry }: Written): LedgerEntry => {
  if (!entry) return toFirstEntry(delivery, command);
  // An entry of an older message tells of the attempts, and nothing of the deliveries of this one.
  return entry.sequence === delivery.sequence ? entry : { ...entry, delivery: 0 };
};

/**
 * What a command has had, from what is written of it. A delivery that ended without a word counts as an attempt, unless
 * the command was a suspect by then: suspects run apart, so whatever killed the worker was another.
 */
export const countAttempts = (delivery: Counted, written: Written, allowedAttempts: number): AttemptCount => {
  const known = toKnown(delivery, written);
  const unaccounted = Math.max(0, delivery.deliveryCount - 1 - known.delivery);
  let { attempts, deaths = 0, spared = 0 } = known;
  for (let count = 0; count < unaccounted; count += 1) {
    if (spared < mostSpared && isSuspect({ attempts, deaths }, allowedAttempts)) spared += 1;
    else {
      attempts += 1;
      deaths += 1;
    }
  }
  return {
    past: { attempts: Math.max(0, attempts), deaths: Math.max(0, deaths), spared },
    isAccounted: unaccounted === 0 && !known.isRenewing,
  };
};
