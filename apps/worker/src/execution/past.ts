import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

/** What a command has been through. */
export interface Past {
  attempts: number;
  /** Of the attempts, those of which nobody heard again: their workers died, or lost their leases. */
  deaths: number;
  /** Deliveries that ended so as well, but are no attempts, for the command was a suspect by then. */
  spared: number;
}

export const noPast: Past = { attempts: 0, deaths: 0, spared: 0 };

/** What is known at the first delivery of a message. */
export const toFirstPast = ({ renewed }: Pick<CommandEnvelope, 'renewed'>): Past =>
  renewed ? { attempts: renewed.attempts, deaths: renewed.deaths ?? 0, spared: renewed.spared ?? 0 } : noPast;

/** The fields that are written; for most commands only the first is. */
export const toWrittenPast = ({
  attempts,
  deaths,
  spared,
}: Past): Pick<LedgerEntry, 'attempts' | 'deaths' | 'spared'> => ({
  attempts,
  ...(deaths > 0 && { deaths }),
  ...(spared > 0 && { spared }),
});
