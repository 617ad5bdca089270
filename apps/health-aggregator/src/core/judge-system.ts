import { healthStates, type HealthState } from '@signalbox/shared/health/report';
import { clockTime, type Standing, type Verdict } from './evidence.ts';

interface ServiceStanding extends Standing {
  name: string;
  critical: boolean;
}

export interface SystemEvidence {
  services: readonly ServiceStanding[];
  /** Commands that have not ended, if known. */
  waiting: number | undefined;
}

const rank = (state: HealthState): number => healthStates.indexOf(state);

/** A critical service that has stopped or is about to leaves the system less than it should be. */
const toSystemState = ({ state, critical }: ServiceStanding): HealthState => {
  if (state === 'healthy') return 'healthy';
  if (!critical)
    return state === 'starting' || state === 'unknown' || state === 'stopped' ? 'healthy' : 'degraded';
  return state === 'stopped' || state === 'draining' ? 'degraded' : state;
};

/** Where several are unwell, the one that explains the others comes first. */
const rootOrder: readonly string[] = ['nats', 'surrealdb'];

const rootRank = (name: string): number => {
  const at = rootOrder.indexOf(name);
  return at === -1 ? rootOrder.length : at;
};

const byCause = (a: ServiceStanding, b: ServiceStanding): number =>
  rank(toSystemState(b)) - rank(toSystemState(a)) ||
  rootRank(a.name) - rootRank(b.name) ||
  a.sinceEpochMs - b.sinceEpochMs;

const describeWaiting = (waiting: number | undefined): string => {
  if (waiting === undefined) return 'and commands wait';
  if (waiting === 0) return 'and no command waits yet';
  return waiting === 1 ? 'and 1 command waits' : `and ${waiting} commands wait`;
};

const describeEffect = (name: string, waiting: number | undefined): string | undefined => {
  switch (name) {
    case 'nats':
      return 'and no command is accepted or executed';
    case 'surrealdb':
      return 'and history cannot be read; commands go on';
    case 'api':
      return 'and nothing can be submitted or seen';
    case 'worker':
      return describeWaiting(waiting);
    case 'recorder':
      return 'and history lags behind; nothing is lost';
    case 'frontend':
      return 'and the console cannot be opened';
    default:
      return undefined;
  }
};

const isDown = (state: HealthState): boolean => !['degraded', 'unknown', 'starting'].includes(state);

const describeCause = (
  { name, state, sinceEpochMs, reason }: ServiceStanding,
  waiting: number | undefined,
): string => {
  const since = clockTime(sinceEpochMs);
  const effect = isDown(state) ? describeEffect(name, waiting) : undefined;
  const cause = `${name} has been ${state} since ${since} UTC`;
  return effect === undefined ? `${cause}: ${reason.replace(/\.$/, '')}.` : `${cause}, ${effect}.`;
};

const describeStarting = (unwell: readonly ServiceStanding[]): string => {
  const names = unwell.map(({ name }) => name).toSorted();
  return `Starting: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not ready yet.`;
};

/** The state of the whole and one sentence: cause, since when, effect. */
export const judgeSystem = ({ services, waiting }: SystemEvidence): Verdict => {
  const unwell = services.filter((service) => toSystemState(service) !== 'healthy').toSorted(byCause);
  const [cause] = unwell;
  if (!cause) return { state: 'healthy', reason: 'All well.' };
  const state = toSystemState(cause);
  const isStarting = unwell.every((service) => service.state === 'starting' || service.state === 'unknown');
  return { state, reason: isStarting ? describeStarting(unwell) : describeCause(cause, waiting) };
};
