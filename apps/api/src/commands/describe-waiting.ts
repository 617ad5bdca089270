import type { HealthReport } from '@signalbox/shared/health/report';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { listWorkers } from '../health/list-workers.ts';
import type { Clock, WaitingFacts } from './ports.ts';

export interface WaitingContext {
  waiting: WaitingFacts;
  reports: { current(): HealthReport };
  clock: Clock;
}

/** Of a state like these a worker takes nothing. */
const idle = new Set(['offline', 'stopped', 'unresponsive', 'draining']);
/** More places than this are not looked at. */
const mostPlaces = 16;

/** Undefined if nobody can tell. */
const isServed = (report: HealthReport, queue: string): boolean | undefined => {
  if (report.system.state === 'unknown') return undefined;
  return listWorkers(report).some(({ state, queues }) => !idle.has(state) && queues.includes(queue));
};

const describeLock = async (
  { waiting }: WaitingContext,
  { key, limit, id }: { key: string; limit: number; id: string },
): Promise<string | undefined> => {
  if (limit > mostPlaces) return undefined;
  const holders = (await waiting.findHolders(key, limit)).filter((holder) => holder !== id);
  if (holders.length < limit) return undefined;
  const named = limit === 1 ? `command ${holders[0]}` : `commands ${holders.join(', ')}`;
  return `Its concurrency key ${key} is held by ${named}.`;
};

/**
 * Why a command that is queued or in back-off does not run, in a sentence; undefined where there is nothing to tell.
 * @param limit how many commands of its concurrency key may run at once
 * @throws AppError `bus.unavailable`
 */
export const describeWaiting = async (
  ctx: WaitingContext,
  { id, status, queue, nextAttemptAt, concurrencyKey: key }: CommandDocument,
  limit: number,
): Promise<string | undefined> => {
  if (status !== 'queued' && status !== 'retrying') return undefined;
  if (nextAttemptAt !== undefined && Date.parse(nextAttemptAt) > ctx.clock.now())
    return `The wait before its next attempt ends at ${nextAttemptAt}.`;
  if (ctx.waiting.isPaused(queue)) return `The queue ${queue} is paused.`;
  if (isServed(ctx.reports.current(), queue) === false) return `No live worker serves the queue ${queue}.`;
  return key === undefined ? undefined : describeLock(ctx, { key, limit, id });
};
