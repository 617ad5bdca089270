import type { Bus } from '@signalbox/runtime/bus/connect';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { subjects } from '@signalbox/shared/naming';
import { toCanceledError, type CommandEnd } from '@signalbox/shared/status/command-end';
import type { Outcome } from '@signalbox/shared/status/outcome';

const toEnd = (id: string, outcome: Exclude<Outcome, { kind: 'retry' }>): CommandEnd => {
  if (outcome.kind === 'failed') return { id, status: 'failed', error: outcome.error };
  if (outcome.kind === 'canceled') return { id, status: 'canceled', error: toCanceledError(outcome.reason) };
  const { result, resultRef } = outcome;
  return { id, status: 'completed', ...(resultRef ? { resultRef } : { result }) };
};

/**
 * Tells the parent that waits, if any, how a child ended; after that is stored. A word that gets lost is no harm: the
 * parent asks too.
 */
export const tellParent = (
  nc: Pick<Bus['nc'], 'publish' | 'isClosed'>,
  { id, parentId }: CommandEnvelope,
  outcome: Outcome,
): void => {
  if (parentId === undefined || outcome.kind === 'retry' || nc.isClosed()) return;
  try {
    nc.publish(subjects.childEnded(parentId), JSON.stringify(toEnd(id, outcome)));
  } catch {
    // Larger than a message may be: the parent will ask.
  }
};
