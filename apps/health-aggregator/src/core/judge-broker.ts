import type { HealthState } from '@signalbox/shared/health/report';
import type { BrokerTrust, InstanceEvidence, Verdict } from './evidence.ts';

export interface BrokerEvidence {
  isConnected: boolean;
  /** What the probe of NATS says. */
  state: HealthState;
  /** Time since the broker carried anything: a heartbeat of anybody, our own included, or a probe. */
  unprovenMs: number;
  intervalMs: number;
}

/** Our own heartbeats come through the broker too, so two intervals without any say more about it than about all. */
const doubtIntervals = 2;

/** Whether silence may be held against those who are silent. */
export const judgeBroker = (evidence: BrokerEvidence): BrokerTrust => {
  if (evidence.state === 'offline' || evidence.state === 'unresponsive') return 'down';
  const isDoubtful = !evidence.isConnected || evidence.unprovenMs >= doubtIntervals * evidence.intervalMs;
  return isDoubtful ? 'doubtful' : 'trusted';
};

const leastForMassSilence = 3;

/** Where half of the instances are silent and yet alive, the way of their heartbeats is broken, not they. */
export const findBrokenPaths = (instances: readonly InstanceEvidence[]): Verdict | undefined => {
  const alive = instances.filter(({ beat }) => beat.status !== 'stopped');
  const cutOff = alive.filter(({ livez }) => livez.at(-1) === 'answered').length;
  if (alive.length < leastForMassSilence || cutOff * 2 < alive.length) return undefined;
  return {
    state: 'degraded',
    reason: `heartbeats of ${cutOff} of ${alive.length} instances do not arrive, although they answer`,
  };
};
