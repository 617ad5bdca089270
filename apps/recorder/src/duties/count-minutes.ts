import {
  addStats,
  countDuration,
  createMinuteStats,
  type MinuteStats,
} from '@signalbox/runtime/store/minute-stats';
import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandEvent } from '@signalbox/shared/events/command-event';

const minuteMs = 60_000;
const writeEveryMs = 1_000;
const keptMinutes = 10;

const count = (stats: MinuteStats, event: CommandEvent): void => {
  if (event.type === 'accepted') stats.submitted += 1;
  if (event.type === 'retrying') stats.retried += 1;
  if (event.type !== 'completed' && event.type !== 'failed' && event.type !== 'canceled') return;
  stats[event.type] += 1;
  // It never ran.
  if (event.attempt === 0) return;
  countDuration(stats.run, event.at - event.startedAt);
  if (event.attempt === 1)
    countDuration(stats.wait, event.startedAt - (event.command.runAt ?? event.command.submittedAt));
};

export interface MinuteCounts {
  add(events: readonly CommandEvent[]): void;
  /** Writes what is not written yet, and ends. */
  stop(): Promise<void>;
}

/**
 * Counts by minute in memory and writes the totals of this recorder at most once a second. They are totals, so a
 * write that is repeated changes nothing.
 */
export const countMinutes = (store: Store, recorder: string): MinuteCounts => {
  const minutes = new Map<number, MinuteStats>();
  const changed = new Set<number>();

  const write = async (): Promise<void> => {
    for (const minute of Array.from(changed)) {
      changed.delete(minute);
      const stats = createMinuteStats();
      addStats(stats, minutes.get(minute) ?? createMinuteStats());
      const rows = [{ id: [minute, recorder], minute, ...stats }];
      try {
        await store.execute(
          'INSERT INTO stat_minute $rows ON DUPLICATE KEY UPDATE submitted = $input.submitted, completed = $input.completed, failed = $input.failed, canceled = $input.canceled, retried = $input.retried, wait = $input.wait, run = $input.run RETURN NONE',
          { rows },
        );
      } catch {
        // The totals stay here and are written with the next try.
        changed.add(minute);
        return;
      }
    }
    for (const minute of minutes.keys()) {
      if (minutes.size <= keptMinutes) break;
      if (!changed.has(minute)) minutes.delete(minute);
    }
  };

  const timer = setInterval(() => {
    if (changed.size > 0) void write();
  }, writeEveryMs);

  return {
    add: (events) => {
      for (const event of events) {
        const minute = Math.floor(event.at / minuteMs) * minuteMs;
        let stats = minutes.get(minute);
        if (!stats) minutes.set(minute, (stats = createMinuteStats()));
        count(stats, event);
        changed.add(minute);
      }
    },
    stop: async () => {
      clearInterval(timer);
      await write();
    },
  };
};
