import type { Heartbeat } from '@signalbox/shared/health/heartbeat';
import type { HealthState } from '@signalbox/shared/health/report';

/** One moment by both clocks: ages come from the monotonic one, which no clock change can bend. */
export interface Now {
  /** Monotonic ms. */
  ms: number;
  epochMs: number;
}

/**
 * What asking /livez of an instance gave. `silent`: connected and heard nothing; `unreachable`: no connection in
 * time; `stranger`: another instance answered at its address.
 */
export type LivezOutcome = 'answered' | 'silent' | 'refused' | 'unreachable' | 'stranger';

/** All that is known of one boot of one process. */
export interface InstanceEvidence {
  beat: Heartbeat;
  firstHeardMs: number;
  lastHeardMs: number;
  lastHeardEpochMs: number;
  /** How far the sender's clock is ahead of ours. */
  skewMs: number;
  wasReady: boolean;
  /** What /livez gave since the last heartbeat, oldest first, at most two. */
  livez: readonly LivezOutcome[];
  /** The instance that now serves at this one's address. */
  supersededBy?: string;
}

export interface Verdict {
  state: HealthState;
  reason: string;
}

/** A verdict and since when it holds. */
export interface Standing extends Verdict {
  sinceEpochMs: number;
}

/** `doubtful`: nothing is heard and the broker has not been proven to be well since. */
export type BrokerTrust = 'trusted' | 'doubtful' | 'down';

export const clockTime = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 16);

export const clockTimeWithSeconds = (epochMs: number): string =>
  new Date(epochMs).toISOString().slice(11, 19);
