import type { ScheduleView } from '@signalbox/shared/http/schedules';
import type { Ticks } from './ticks.ts';

/** A tick that is no later than this is on time; an older one was missed. */
const onTimeMs = 5_000;
/** So many missed ticks are made up for at most. */
export const mostMissed = 100;

export interface TickWindow {
  /** The last tick that is dealt with, or the moment from which ticks count; in epoch ms. */
  sinceMs: number;
  nowMs: number;
  misfire: ScheduleView['misfire'];
}

const planMissed = (ticks: Ticks, range: { afterMs: number; untilMs: number }, most: number): number[] =>
  most === 0 || range.untilMs <= range.afterMs ? [] : ticks.between(range, most);

/**
 * The ticks to fire now, oldest first: those that are due, and of the missed ones what the policy asks for. A due
 * tick makes up for missed ones where one is enough.
 */
export const planTicks = (ticks: Ticks, { sinceMs, nowMs, misfire }: TickWindow): number[] => {
  const lateMs = nowMs - onTimeMs;
  const due = ticks.between({ afterMs: Math.max(sinceMs, lateMs), untilMs: nowMs }, mostMissed);
  const missed = { afterMs: sinceMs, untilMs: lateMs };
  switch (misfire) {
    case 'skip':
      return due;
    case 'once':
      return due.length > 0 ? due : planMissed(ticks, missed, 1);
    case 'all':
      return [...planMissed(ticks, missed, mostMissed), ...due];
    default:
      return misfire satisfies never;
  }
};
