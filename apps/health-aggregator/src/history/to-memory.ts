import type { HealthState } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import type { Standing } from '../core/evidence.ts';
import { addPoint, type Timeline } from '../core/timeline.ts';
import { timelineKeepMs, type Memory } from '../picture.ts';

export interface RecordedHistory {
  /** Oldest first. */
  transitions: readonly HealthTransition[];
  /** Until when somebody watched, in epoch ms. */
  seenAt: number | undefined;
}

export interface Recollection {
  memory: Memory;
  /** What has to be recorded, as nobody watched for a while. */
  absences: HealthTransition[];
}

/** The aggregator writes that it watches every minute; within this time a restart goes unnoticed. */
const shortAbsenceMs = 90_000;

const isOfService = ({ instance }: HealthTransition): boolean => instance === undefined;

const toStanding = ({ to, reason, at }: HealthTransition): Standing => ({
  state: to,
  reason,
  sinceEpochMs: at,
});

const toAbsence = (service: string, from: HealthState, at: number): HealthTransition => ({
  v: 1,
  service,
  from,
  to: 'unknown',
  reason: 'nobody watched: the health aggregator was away',
  at,
});

/** States that held when the aggregator left for long are not known to have held on. */
const findAbsences = (
  last: ReadonlyMap<string, HealthTransition>,
  seenAt: number | undefined,
  nowEpochMs: number,
): HealthTransition[] => {
  const absences: HealthTransition[] = [];
  for (const [service, { to, at }] of last) {
    const untilMs = Math.max(at, seenAt ?? at);
    if (to !== 'unknown' && nowEpochMs - untilMs > shortAbsenceMs)
      absences.push(toAbsence(service, to, untilMs));
  }
  return absences;
};

/** Turns what was recorded into what the picture starts from. */
export const toMemory = ({ transitions, seenAt }: RecordedHistory, nowEpochMs: number): Recollection => {
  const ofServices = transitions.filter(isOfService);
  const last = new Map(ofServices.map((transition) => [transition.service, transition]));
  const absences = findAbsences(last, seenAt, nowEpochMs);
  const timelines = new Map<string, Timeline>();
  for (const { service, to, at } of [...ofServices, ...absences]) {
    const timeline = timelines.get(service) ?? [];
    timelines.set(service, addPoint(timeline, { atEpochMs: at, state: to }, timelineKeepMs));
  }
  const standings = new Map<string, Standing>();
  for (const transition of [...last.values(), ...absences])
    standings.set(transition.service, toStanding(transition));
  const instances = new Map<string, Standing>();
  const isRemembered = absences.length === 0;
  for (const transition of transitions) {
    if (isRemembered && transition.instance !== undefined)
      instances.set(transition.instance, toStanding(transition));
  }
  return { memory: { standings, timelines, instances }, absences };
};
