import { catalogQueues } from '@signalbox/shared/commands/catalog';
import type { HealthReport } from '@signalbox/shared/health/report';
import type { QueueView } from '@signalbox/shared/http/stats';
import type { Clock } from '../commands/ports.ts';
import { listWorkers, type WorkerView } from '../health/list-workers.ts';
import type { QueueControlBoard, QueueControls } from './ports.ts';

/** What waits and what is taken of one (queue, priority). */
export interface LaneFacts {
  queue: string;
  waiting: number;
  taken: number;
  /** When the oldest waiting command was submitted, in epoch ms. */
  oldestWaitingAt?: number;
}

export interface QueuesContext {
  /** @throws AppError `bus.unavailable` */
  readLanes: () => Promise<readonly LaneFacts[]>;
  report: () => HealthReport;
  clock: Clock;
  controls: QueueControlBoard;
}

const gone = new Set(['offline', 'stopped']);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const toOldestAge = (lanes: readonly LaneFacts[], nowMs: number): number | undefined => {
  const times = lanes.map((lane) => lane.oldestWaitingAt).filter((at) => at !== undefined);
  return times.length === 0 ? undefined : Math.max(0, nowMs - Math.min(...times));
};

/** A worker has its slots for each of its queues. */
const toServing = (workers: readonly WorkerView[], queue: string) => {
  const serving = workers.filter((worker) => !gone.has(worker.state) && worker.queues.includes(queue));
  return {
    workers: serving.length,
    slots: sum(serving.map(({ slots = 0, queues }) => Math.round(slots / queues.length))),
  };
};

const toControls = (controls: QueueControls | undefined) => {
  const { paused = false, concurrency, ratePerSecond } = controls ?? {};
  return {
    paused,
    ...(concurrency !== undefined && { concurrency }),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
  };
};

/**
 * Every queue there is: what waits, what is taken, who serves it, what is asked of it.
 * @throws AppError `bus.unavailable`
 */
export const listQueues = async ({
  readLanes,
  report,
  clock,
  controls,
}: QueuesContext): Promise<QueueView[]> => {
  const lanes = await readLanes();
  const workers = listWorkers(report());
  const names = [...new Set([...catalogQueues, ...lanes.map(({ queue }) => queue)])].toSorted();
  const toView = (name: string): QueueView => {
    const own = lanes.filter(({ queue }) => queue === name);
    const oldestAgeMs = toOldestAge(own, clock.now());
    return {
      name,
      depth: sum(own.map(({ waiting }) => waiting)),
      running: sum(own.map(({ taken }) => taken)),
      ...(oldestAgeMs !== undefined && { oldestAgeMs }),
      ...toServing(workers, name),
      ...toControls(controls.find(name)),
    };
  };
  return names.map(toView);
};
