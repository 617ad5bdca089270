import type { HealthState } from '@signalbox/shared/health/report';
import type { InstanceEvidence } from './evidence.ts';

export interface Candidate {
  instance: string;
  state: HealthState;
  /** How long it has been in this state, in ms. */
  heldMs: number;
  evidence: InstanceEvidence;
}

const stoppedKeptMs = 60_000;
const offlineKeptMs = 5 * 60_000;
/** A service that crashes with a new name each time must not fill the list. */
const maxGone = 20;

const isGone = (state: HealthState): boolean => state === 'stopped' || state === 'offline';

const findSuccessor = (
  gone: Candidate,
  others: readonly Candidate[],
  taken: ReadonlySet<string>,
): Candidate | undefined =>
  others.find(
    (other) =>
      !isGone(other.state) &&
      !taken.has(other.instance) &&
      other.evidence.beat.host === gone.evidence.beat.host &&
      other.evidence.firstHeardMs > gone.evidence.lastHeardMs,
  );

const isExpired = (candidate: Candidate, hasReady: boolean): boolean =>
  hasReady && candidate.heldMs >= (candidate.state === 'stopped' ? stoppedKeptMs : offlineKeptMs);

export interface Retirement {
  instances: string[];
  /** Successors that have replaced somebody; each replaces one. */
  successors: string[];
}

/**
 * Which instances of one service leave the list: those that a later boot on the same host replaces, and those gone
 * for long while others serve.
 * @param spent successors that have replaced somebody before
 */
export const findRetired = (candidates: readonly Candidate[], spent: ReadonlySet<string>): Retirement => {
  const taken = new Set(spent);
  const hasReady = candidates.some(({ state }) => state === 'healthy' || state === 'degraded');
  const gone = candidates
    .filter(({ state }) => isGone(state))
    .toSorted((a, b) => a.evidence.lastHeardMs - b.evidence.lastHeardMs);
  const successors: string[] = [];
  const instances: string[] = [];
  gone.forEach((candidate, index) => {
    const successor = findSuccessor(candidate, candidates, taken);
    if (successor) {
      taken.add(successor.instance);
      successors.push(successor.instance);
    }
    if (successor || isExpired(candidate, hasReady) || index < gone.length - maxGone)
      instances.push(candidate.instance);
  });
  return { instances, successors };
};
