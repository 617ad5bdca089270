import { Cron } from 'croner';

export interface CronRule {
  cron: string;
  timeZone: string;
}

/** The moments of a rule in epoch ms; those of a time zone with summer time included. */
export interface Ticks {
  /** The first tick after a moment, if there is one. */
  after(ms: number): number | undefined;
  /** The next ticks after a moment, oldest first. */
  next(ms: number, count: number): number[];
  /** The newest ticks after `afterMs` and not after `untilMs`, oldest first. */
  between(range: { afterMs: number; untilMs: number }, most: number): number[];
}

/**
 * Reads a rule.
 * @throws TypeError or RangeError that says what is wrong with it
 */
export const readTicks = ({ cron, timeZone }: CronRule): Ticks => {
  // Paused: the library is asked for times and starts no timer of its own.
  const rule = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
  return {
    after: (ms) => rule.nextRun(new Date(ms))?.getTime(),
    next: (ms, count) => rule.nextRuns(count, new Date(ms)).map((date) => date.getTime()),
    between: ({ afterMs, untilMs }, most) =>
      // It answers with what lies before a moment, newest first.
      rule
        .previousRuns(most, new Date(untilMs + 1))
        .map((date) => date.getTime())
        .filter((tickMs) => tickMs > afterMs)
        .toReversed(),
  };
};
