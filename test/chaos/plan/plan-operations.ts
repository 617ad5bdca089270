import type { ActionView } from '@signalbox/shared/http/actions';
import type { ScheduleView } from '@signalbox/shared/http/schedules';
import { createRandom } from './random.ts';

/** What operators do while everything fails; times are after the beginning of the run. */
export interface PlannedPause {
  atMs: number;
  lastsMs: number;
  /** Which API is asked. */
  via: number;
}

export interface PlannedAction {
  atMs: number;
  action: ActionView['action'];
  /** Commands of its own that it is done to. */
  count: number;
  ratePerSecond: number;
  /** It is aborted this long after it began, and then done once more to the end. */
  abortAfterMs?: number;
  via: number;
}

export interface PlannedSchedule extends Pick<ScheduleView, 'name' | 'cron' | 'overlap' | 'misfire'> {
  everyMs: number;
  /** Of its command: a tick is passed over while the one before has not ended. */
  uniqueKey?: string;
}

/** Most kinds of commands that take time wait in it; what probes whether the way is open does not. */
export const pausedQueue = 'demo';

const calmEndMs = 8_000;
const actionKinds = ['retry', 'cancel', 'delete'] as const;

/** Pauses of one queue, by the seed alone, with time between them to catch up. */
export const planPauses = (seed: number, durationMs: number): PlannedPause[] => {
  const random = createRandom(seed ^ 0x2545f491);
  const planned: PlannedPause[] = [];
  let atMs = random.whole(2_000, 5_000);
  while (atMs < durationMs - calmEndMs) {
    const lastsMs = random.whole(1_500, 4_000);
    planned.push({ atMs, lastsMs, via: random.whole(0, 1) });
    atMs += lastsMs + random.whole(5_000, 9_000);
  }
  return planned;
};

/** Bulk actions, by the seed alone; every kind comes once before any comes again. */
export const planActions = (seed: number, durationMs: number): PlannedAction[] => {
  const random = createRandom(seed ^ 0x6c8e9cf5);
  const planned: PlannedAction[] = [];
  let atMs = random.whole(1_000, 2_000);
  while (atMs < durationMs - calmEndMs)
    for (const action of random.shuffle(actionKinds)) {
      planned.push({
        atMs,
        action,
        count: random.whole(30, 80),
        ratePerSecond: random.whole(15, 40),
        ...(random.chance(0.4) && { abortAfterMs: random.whole(300, 1_500) }),
        via: random.whole(0, 1),
      });
      atMs += random.whole(4_000, 7_000);
    }
  return planned.filter((action) => action.atMs < durationMs - calmEndMs);
};

/** One schedule for each policy of missed ticks, and one with a unique key; every one to three seconds. */
export const planSchedules = (seed: number): PlannedSchedule[] => {
  const random = createRandom(seed ^ 0x1b873593);
  const seconds = random.shuffle([1, 2, 3]);
  const planned: PlannedSchedule[] = (['skip', 'once', 'all'] as const).map((misfire, index) => {
    const every = seconds[index] ?? 1;
    return {
      name: `chaos, misfire ${misfire}`,
      cron: `*/${every} * * * * *`,
      everyMs: every * 1_000,
      misfire,
      overlap: random.pick(['skip', 'queue']),
    };
  });
  const unique = { name: 'chaos, unique', cron: '* * * * * *', everyMs: 1_000, uniqueKey: 'schedule' };
  return [...planned, { ...unique, misfire: 'skip', overlap: 'queue' }];
};
