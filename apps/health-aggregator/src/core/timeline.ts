import { healthStates, type HealthState } from '@signalbox/shared/health/report';

/** One change of a service's state. */
export interface TimelinePoint {
  atEpochMs: number;
  state: HealthState;
}

/** Changes of one service, oldest first; before the first one nothing is known. */
export type Timeline = readonly TimelinePoint[];

const minuteMs = 60_000;
const minuteCount = 60;

const rank = new Map<HealthState, number>(healthStates.map((state, at) => [state, at]));

const worst = (a: HealthState, b: HealthState): HealthState =>
  (rank.get(a) ?? 0) >= (rank.get(b) ?? 0) ? a : b;

/** The index of the last point at or before a moment, -1 if there is none. */
const findPoint = (timeline: Timeline, atEpochMs: number): number =>
  timeline.findLastIndex((point) => point.atEpochMs <= atEpochMs);

/** The worst state in each of the last 60 minutes, oldest first, the current one last. */
export const toMinutes = (timeline: Timeline, nowEpochMs: number): HealthState[] => {
  const firstStartMs = Math.floor(nowEpochMs / minuteMs) * minuteMs - (minuteCount - 1) * minuteMs;
  let index = findPoint(timeline, firstStartMs);
  let state = timeline[index]?.state;
  return Array.from({ length: minuteCount }, (_, at) => {
    const endMs = firstStartMs + (at + 1) * minuteMs;
    let found = state;
    for (let next = timeline[index + 1]; next && next.atEpochMs < endMs; next = timeline[index + 1]) {
      // What came before the first knowledge says nothing about the minute.
      found = found === undefined ? next.state : worst(found, next.state);
      state = next.state;
      index += 1;
    }
    return found ?? 'unknown';
  });
};

/** A service that is started for the first time is not down yet; one that starts again after a failure still is. */
const isKnown = (point: TimelinePoint, before: TimelinePoint | undefined): boolean =>
  point.state === 'starting' ? before !== undefined && before.state !== 'unknown' : point.state !== 'unknown';

/** The share of known time in healthy or degraded within the last `windowMs`; `undefined` while nothing is known. */
export const toUptime = (timeline: Timeline, nowEpochMs: number, windowMs: number): number | undefined => {
  const fromMs = nowEpochMs - windowMs;
  let knownMs = 0;
  let upMs = 0;
  for (let index = Math.max(0, findPoint(timeline, fromMs)); index < timeline.length; index += 1) {
    const point = timeline[index];
    if (!point || !isKnown(point, timeline[index - 1])) continue;
    const endMs = Math.min(nowEpochMs, timeline[index + 1]?.atEpochMs ?? nowEpochMs);
    const spanMs = Math.max(0, endMs - Math.max(fromMs, point.atEpochMs));
    knownMs += spanMs;
    if (point.state === 'healthy' || point.state === 'degraded') upMs += spanMs;
  }
  return knownMs === 0 ? undefined : upMs / knownMs;
};

const maxPoints = 2_000;

/** Adds a change; equal states in a row are one, and the oldest points beyond the limit or the window leave. */
export const addPoint = (timeline: Timeline, point: TimelinePoint, keepMs: number): Timeline => {
  const last = timeline.at(-1);
  if (last?.state === point.state) return timeline;
  const keepFrom = Math.max(
    0,
    findPoint(timeline, point.atEpochMs - keepMs),
    timeline.length + 1 - maxPoints,
  );
  return [...timeline.slice(keepFrom), point];
};
