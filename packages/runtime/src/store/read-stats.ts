import type { StatsPoint } from '@signalbox/shared/http/stats';
import type { Store } from './connect.ts';
import { addStats, createMinuteStats, toP95Ms, type MinuteStats } from './minute-stats.ts';

type StatsDocument = MinuteStats & { minute: number };

const toPoint = (atMs: number, stats: MinuteStats): StatsPoint => {
  const waitP95Ms = toP95Ms(stats.wait);
  const runP95Ms = toP95Ms(stats.run);
  return {
    at: new Date(atMs).toISOString(),
    submitted: stats.submitted,
    completed: stats.completed,
    failed: stats.failed,
    retried: stats.retried,
    ...(waitP95Ms !== undefined && { waitP95Ms }),
    ...(runP95Ms !== undefined && { runP95Ms }),
  };
};

/**
 * One point for each step from `fromMs` (a multiple of the step) up to and without `toMs`.
 * @throws AppError `store.unavailable`
 */
export const readStats = async (
  store: Store,
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): Promise<StatsPoint[]> => {
  const [rows] = await store.query<[StatsDocument[]]>(
    `SELECT * FROM stat_minute:[${Math.floor(fromMs)}]..[${Math.floor(toMs)}]`,
  );
  const steps = new Map<number, MinuteStats>();
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) steps.set(atMs, createMinuteStats());
  for (const row of rows) {
    const step = steps.get(fromMs + Math.floor((row.minute - fromMs) / stepMs) * stepMs);
    if (step) addStats(step, row);
  }
  return [...steps].map(([atMs, stats]) => toPoint(atMs, stats));
};
