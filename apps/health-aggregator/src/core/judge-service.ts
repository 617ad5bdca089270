import type { HealthState } from '@signalbox/shared/health/report';
import type { BrokerTrust, Verdict } from './evidence.ts';

interface Member extends Verdict {
  instance: string;
}

export interface ServiceEvidence {
  members: readonly Member[];
  broker: BrokerTrust;
  /** Whether it has had time enough to be heard since we began to listen. */
  isOverdue: boolean;
  wasEverHeard: boolean;
}

/** Instances a service needs; one unless a deployment says otherwise. */
const desired = 1;

/** States in which an instance does its work. */
const isServing = (state: HealthState): boolean => state === 'healthy' || state === 'degraded';

/** What a service without a serving instance is, by the first of these that one of its instances is in. */
const withoutServing: readonly HealthState[] = [
  'unhealthy',
  'starting',
  'unresponsive',
  'draining',
  'unknown',
  'offline',
  'stopped',
];

/** What an instance takes away from a service that still serves, worst first. */
const troubles: readonly HealthState[] = ['offline', 'unresponsive', 'unhealthy', 'degraded'];

const judgeNobody = ({ broker, isOverdue, wasEverHeard }: ServiceEvidence): Verdict | undefined => {
  if (broker === 'down') return { state: 'unknown', reason: 'nats is down, so nothing is heard' };
  if (broker === 'doubtful' || !isOverdue) return undefined;
  return { state: 'offline', reason: wasEverHeard ? 'no instance is heard any more' : 'never heard' };
};

const judgeServing = (members: readonly Member[], serving: number): Verdict => {
  const present = members.filter((member) => member.state !== 'stopped').length;
  for (const state of troubles) {
    const troubled = members.filter((member) => member.state === state);
    const [first] = troubled;
    if (!first) continue;
    const found = `${first.instance}: ${first.reason}`;
    if (present === 1) return { state: 'degraded', reason: found };
    const verb = troubled.length === 1 ? 'is' : 'are';
    return {
      state: 'degraded',
      reason: `${troubled.length} of ${present} instances ${verb} ${state}: ${found}`,
    };
  }
  return {
    state: 'healthy',
    reason: serving === 1 ? '1 instance is ready' : `${serving} instances are ready`,
  };
};

/** Judges a service by its instances; `undefined` means that it is too early to say. */
export const judgeService = (evidence: ServiceEvidence): Verdict | undefined => {
  const { members } = evidence;
  if (members.length === 0) return judgeNobody(evidence);
  const serving = members.filter((member) => isServing(member.state)).length;
  if (serving >= desired) return judgeServing(members, serving);
  for (const state of withoutServing) {
    const found = members.find((member) => member.state === state);
    if (found) return { state, reason: `${found.instance}: ${found.reason}` };
  }
  return undefined;
};
