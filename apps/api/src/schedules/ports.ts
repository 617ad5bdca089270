import type { ScheduleTicks } from '@signalbox/runtime/bus/schedule-ticks';
import type { FiredNote, ScheduleRow } from '@signalbox/runtime/store/schedules';
import type { CancelContext } from '../commands/cancel-command.ts';
import type { LocateContext } from '../commands/locate-command.ts';
import type { SubmitContext } from '../commands/submit-command.ts';

/** Schedules in the database. Every call throws AppError `store.unavailable` while it is away. */
export interface ScheduleStore {
  list(): Promise<ScheduleRow[]>;
  find(id: string): Promise<ScheduleRow | undefined>;
  /** @throws AppError `schedule.name_taken` */
  create(row: ScheduleRow): Promise<void>;
  /**
   * False if there is no such schedule.
   * @throws AppError `schedule.name_taken`
   */
  update(row: ScheduleRow): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  noteFired(id: string, note: FiredNote): Promise<void>;
  /** False if it was laid down before. */
  seed(name: string, row: ScheduleRow): Promise<boolean>;
}

/** What happens to schedules, for the log. */
export interface ScheduleEvents {
  tickFired(schedule: ScheduleRow, tickMs: number, commandId: string): void;
  tickSkipped(schedule: ScheduleRow, tickMs: number, unfinishedId: string): void;
  tickRefused(schedule: ScheduleRow, tickMs: number, error: unknown): void;
  tickDelayed(schedule: ScheduleRow, tickMs: number, error: unknown): void;
  schedulesUnread(error: unknown): void;
}

export type SchedulesContext = SubmitContext &
  LocateContext &
  CancelContext & {
    schedules: ScheduleStore;
    ticks: ScheduleTicks;
    /** Tells every API process to read the schedules anew. */
    announceSchedules: () => void;
    scheduleEvents: ScheduleEvents;
  };
