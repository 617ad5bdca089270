import type { QueueView, Stats, StatsPoint } from '@signalbox/shared/http/stats';
import type { Sample } from '../../components/chart/chart-scale.ts';

export interface Figures {
  fromMs: number;
  toMs: number;
  throughput: { perMinute: number; meanPerMinute: number; samples: Sample[] };
  failures: { share: number | undefined; failed: number; ended: number; samples: Sample[] };
  wait: { p95Ms: number | undefined; runP95Ms: number | undefined; samples: Sample[] };
  backlog: { open: number; waiting: number; running: number; samples: Sample[] };
}

const minuteMs = 60_000;

const endedIn = ({ completed, failed }: StatsPoint): number => completed + failed;

const sum = <Item>(items: readonly Item[], read: (item: Item) => number): number =>
  items.reduce((total, item) => total + read(item), 0);

/** The part of the last step that has passed: 0 to 1. */
const passedShare = (stats: Stats, now: number): number => {
  const last = stats.points.at(-1);
  return last === undefined ? 1 : Math.min(1, Math.max(0, (now - Date.parse(last.at)) / stats.stepMs));
};

/** What ended in the last whole step, of which a part lies in the step that still runs. */
const toSlidingCount = (stats: Stats, now: number): number => {
  const last = stats.points.at(-1);
  const before = stats.points.at(-2);
  if (last === undefined) return 0;
  return endedIn(last) + (before === undefined ? 0 : endedIn(before) * (1 - passedShare(stats, now)));
};

const toThroughput = (stats: Stats, now: number): Figures['throughput'] => {
  const perStep = minuteMs / stats.stepMs;
  const perMinute = toSlidingCount(stats, now) * perStep;
  const samples = stats.points.map((point, index) => ({
    atMs: Date.parse(point.at),
    value: index === stats.points.length - 1 ? perMinute : endedIn(point) * perStep,
  }));
  return { perMinute, meanPerMinute: (sum(stats.points, endedIn) / stats.windowMs) * minuteMs, samples };
};

const toFailures = ({ points }: Stats): Figures['failures'] => {
  const ended = sum(points, endedIn);
  const failed = sum(points, (point) => point.failed);
  const samples = points.map((point) => ({
    atMs: Date.parse(point.at),
    value: endedIn(point) === 0 ? undefined : point.failed / endedIn(point),
  }));
  return { share: ended === 0 ? undefined : failed / ended, failed, ended, samples };
};

const lastKnown = (points: readonly StatsPoint[], read: (point: StatsPoint) => number | undefined) =>
  points.map(read).findLast((value) => value !== undefined);

const toWait = ({ points }: Stats): Figures['wait'] => ({
  p95Ms: lastKnown(points, (point) => point.waitP95Ms),
  runP95Ms: lastKnown(points, (point) => point.runP95Ms),
  samples: points.map((point) => ({ atMs: Date.parse(point.at), value: point.waitP95Ms })),
});

/** Counted back from now: what was open at the end of a step is what is open after it, less what came, plus what ended. */
const toBacklog = ({ points }: Stats, queues: readonly QueueView[]): Figures['backlog'] => {
  const waiting = sum(queues, ({ depth }) => depth);
  const running = sum(queues, (queue) => queue.running);
  const samples: Sample[] = [];
  let open = waiting + running;
  for (const point of points.toReversed()) {
    samples.unshift({ atMs: Date.parse(point.at), value: Math.max(0, open) });
    open += endedIn(point) - point.submitted;
  }
  return { open: waiting + running, waiting, running, samples };
};

/** The four figures of the overview and their hour, from the statistics and the queues as they are now. */
export const toFigures = (stats: Stats, queues: readonly QueueView[], now: number): Figures => {
  const first = stats.points[0];
  const last = stats.points.at(-1);
  const toMs = last === undefined ? now : Date.parse(last.at);
  return {
    fromMs: first === undefined || first === last ? toMs - stats.windowMs : Date.parse(first.at),
    toMs,
    throughput: toThroughput(stats, now),
    failures: toFailures(stats),
    wait: toWait(stats),
    backlog: toBacklog(stats, queues),
  };
};
