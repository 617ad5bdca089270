import type { Check } from '@signalbox/shared/health/heartbeat';
import type { HealthState } from '@signalbox/shared/health/report';
import type { Verdict } from './evidence.ts';

export interface ProbeResult {
  status: 'pass' | 'warn' | 'fail';
  /** What a failure means: nobody there, no answer, or an answer that says so. */
  failure?: 'offline' | 'unresponsive' | 'unhealthy';
  reason: string;
  checks: Check[];
}

export interface ProbeStanding extends Verdict {
  /** The results in a row that are alike. */
  streak: number;
  lastStatus: ProbeResult['status'] | undefined;
  hasPassed: boolean;
  checks: Check[];
}

export interface ProbeTerms {
  /** Until this age a target that never answered is starting, in ms since we began to ask. */
  startPeriodMs: number;
  askedForMs: number;
}

const fall = 3;
const rise = 2;
const settleInMs = 20_000;

export const unprobed: ProbeStanding = {
  state: 'unknown',
  reason: 'not asked yet',
  streak: 0,
  lastStatus: undefined,
  hasPassed: false,
  checks: [],
};

const failedState = (standing: ProbeStanding, result: ProbeResult, terms: ProbeTerms): HealthState => {
  const isStarting = !standing.hasPassed && terms.askedForMs < terms.startPeriodMs;
  return isStarting ? 'starting' : (result.failure ?? 'offline');
};

/** Where everything starts at once, what is not complete yet is no trouble. */
const isSettlingIn = ({ state }: ProbeStanding, { askedForMs }: ProbeTerms): boolean =>
  state === 'unknown' && askedForMs < settleInMs;

/** What the results allow to be said; `undefined` holds what was said before. */
const decide = (standing: ProbeStanding, result: ProbeResult, terms: ProbeTerms): HealthState | undefined => {
  switch (result.status) {
    case 'pass':
      return standing.streak >= rise || standing.state === 'unknown' || standing.state === 'starting'
        ? 'healthy'
        : undefined;
    case 'warn':
      return standing.streak >= rise && !isSettlingIn(standing, terms) ? 'degraded' : undefined;
    case 'fail':
      return standing.streak >= fall ? failedState(standing, result, terms) : undefined;
    default:
      return result.status satisfies never;
  }
};

/** Counts one probe result in: three failures make a target fail, two passes make it well again. */
export const judgeProbe = (before: ProbeStanding, result: ProbeResult, terms: ProbeTerms): ProbeStanding => {
  const streak = before.lastStatus === result.status ? before.streak + 1 : 1;
  const counted: ProbeStanding = {
    ...before,
    streak,
    lastStatus: result.status,
    hasPassed: before.hasPassed || result.status !== 'fail',
    checks: result.checks,
  };
  const state = decide(counted, result, terms);
  if (state === undefined) return counted;
  return { ...counted, state, reason: result.reason };
};
