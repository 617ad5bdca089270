import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import type { ScheduleView } from '@signalbox/shared/http/schedules';
import { readTicks } from './ticks.ts';

const shownRuns = 5;

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

/** A schedule as the API shows it; one that is paused has no next runs. */
export const toScheduleView = (row: ScheduleRow, nowMs: number): ScheduleView => {
  const { countsFrom: _, lastTickAt, createdAt, updatedAt, ...shown } = row;
  return {
    ...shown,
    nextRuns: row.paused ? [] : readTicks(row).next(nowMs, shownRuns).map(toIso),
    ...(lastTickAt !== undefined && { lastTickAt: toIso(lastTickAt) }),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
};
