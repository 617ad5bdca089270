import {
  clockTimeWithSeconds,
  type BrokerTrust,
  type InstanceEvidence,
  type Now,
  type Verdict,
} from './evidence.ts';

export interface InstanceView {
  now: Now;
  broker: BrokerTrust;
  /** Ages are counted from here at the earliest: own start, reconnect, or the end of a stall of our own. */
  timersFromMs: number;
}

/** Heartbeats missed before an instance is asked directly. */
const suspectIntervals = 3;
/** Heartbeats missed before one that cannot be asked is given up. */
const goneUnaskedIntervals = 4;
/** Heartbeats missed before one that cannot be reached is given up. */
const goneIntervals = 6;
/** Two askings at /livez with a time-out of 2 s, a second apart. */
const confirmMs = 5_000;
const maxSkewMs = 5_000;
const startPeriodsMs: Readonly<Record<string, number>> = { api: 20_000 };
const defaultStartPeriodMs = 30_000;

/** The interval an instance announced, within reason, in ms. */
export const intervalOf = (evidence: InstanceEvidence): number =>
  Math.max(250, Math.min(60_000, evidence.beat.intervalMs));

/** How long an instance has been silent, in ms. */
const silenceOf = (evidence: InstanceEvidence, view: Pick<InstanceView, 'now' | 'timersFromMs'>): number =>
  view.now.ms - Math.max(evidence.lastHeardMs, view.timersFromMs);

export const isSuspect = (
  evidence: InstanceEvidence,
  view: Pick<InstanceView, 'now' | 'timersFromMs'>,
): boolean =>
  evidence.beat.status !== 'stopped' && silenceOf(evidence, view) >= suspectIntervals * intervalOf(evidence);

const findTrouble = ({ beat, skewMs }: InstanceEvidence): string | undefined => {
  const trouble = beat.checks
    .filter((check) => check.status !== 'pass')
    .map((check) => `${check.name}: ${check.output ?? check.status}`);
  if (Math.abs(skewMs) > maxSkewMs) {
    trouble.push(`its clock is ${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead' : 'behind'}`);
  }
  return trouble.length === 0 ? undefined : trouble.join('; ');
};

const judgeNotReady = (evidence: InstanceEvidence, now: Now): Verdict => {
  const { beat, wasReady } = evidence;
  const why = beat.reason ?? 'no reason is given';
  const startPeriodMs = startPeriodsMs[beat.service] ?? defaultStartPeriodMs;
  if (!wasReady && now.ms - evidence.firstHeardMs < startPeriodMs)
    return { state: 'starting', reason: beat.reason ?? 'starts' };
  if (beat.status === 'starting')
    return { state: 'unhealthy', reason: `still starts after ${startPeriodMs / 1_000} s: ${why}` };
  return { state: 'unhealthy', reason: why };
};

const judgeBeat = (evidence: InstanceEvidence, now: Now): Verdict => {
  switch (evidence.beat.status) {
    case 'ready': {
      const trouble = findTrouble(evidence);
      return trouble === undefined
        ? { state: 'healthy', reason: 'ready' }
        : { state: 'degraded', reason: trouble };
    }
    case 'draining':
      return { state: 'draining', reason: 'finishes what it has begun' };
    case 'stopped':
      return { state: 'stopped', reason: 'said goodbye' };
    case 'starting':
    case 'unready':
      return judgeNotReady(evidence, now);
    default:
      return evidence.beat.status satisfies never;
  }
};

const judgeSilence = (evidence: InstanceEvidence, silenceMs: number): Verdict | undefined => {
  const intervalMs = intervalOf(evidence);
  const silence = `no heartbeat since ${clockTimeWithSeconds(evidence.lastHeardEpochMs)} UTC`;
  const last = evidence.livez.at(-1);
  if (last === 'answered')
    return { state: 'degraded', reason: `${silence}, but /livez answers: its heartbeat path is broken` };
  if (last === 'stranger')
    return { state: 'offline', reason: `${silence}, and another instance serves its address` };
  if (evidence.beat.url === undefined) {
    return silenceMs >= goneUnaskedIntervals * intervalMs ? { state: 'offline', reason: silence } : undefined;
  }
  const goneMs = Math.max(goneIntervals * intervalMs, suspectIntervals * intervalMs + confirmMs);
  if (silenceMs >= goneMs && last !== 'silent')
    return { state: 'offline', reason: `${silence}, and /livez cannot be reached` };
  if (evidence.livez.length < 2) return undefined;
  if (evidence.livez.every((outcome) => outcome === 'refused'))
    return { state: 'offline', reason: `${silence}, and its port is closed` };
  return { state: 'unresponsive', reason: `${silence}, and /livez does not answer: it hangs or is stopped` };
};

/**
 * Judges one instance by what is known of it; `undefined` means that the evidence does not suffice to change the
 * verdict there is.
 */
export const judgeInstance = (evidence: InstanceEvidence, view: InstanceView): Verdict | undefined => {
  if (evidence.beat.status === 'stopped') return judgeBeat(evidence, view.now);
  if (evidence.supersededBy !== undefined) {
    return { state: 'offline', reason: `ended without a goodbye; ${evidence.supersededBy} took its address` };
  }
  if (view.broker === 'down') return { state: 'unknown', reason: 'nats is down, so nothing is heard' };
  if (view.broker === 'doubtful') return undefined;
  if (isSuspect(evidence, view)) return judgeSilence(evidence, silenceOf(evidence, view));
  const isHeard = evidence.lastHeardMs >= view.timersFromMs;
  return isHeard ? judgeBeat(evidence, view.now) : undefined;
};
