import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { planTicks } from './plan-ticks.ts';
import { readTicks, type Ticks } from './ticks.ts';

/** One schedule in memory, and how far this process has come with its ticks. */
export class KnownSchedule {
  #row: ScheduleRow;
  #ticks: Ticks;
  #sinceMs: number;
  /** Ticks of one schedule are dealt with one after another. */
  turn: Promise<void> = Promise.resolve();

  /** @param lastTickMs the last tick that any process has dealt with, in epoch ms */
  constructor(row: ScheduleRow, lastTickMs: number) {
    this.#row = row;
    this.#ticks = readTicks(row);
    this.#sinceMs = Math.max(row.countsFrom, row.lastTickAt ?? 0, lastTickMs);
  }

  get row(): ScheduleRow {
    return this.#row;
  }

  /** Takes what a person changed; ticks from before the change stay what they were. */
  change(row: ScheduleRow): void {
    if (row.cron !== this.#row.cron || row.timeZone !== this.#row.timeZone) this.#ticks = readTicks(row);
    this.#row = row;
    this.#sinceMs = Math.max(this.#sinceMs, row.countsFrom);
  }

  /** The ticks to fire by now; they are not told again. */
  takeDue(nowMs: number): number[] {
    if (this.#row.paused) return [];
    const due = planTicks(this.#ticks, { sinceMs: this.#sinceMs, nowMs, misfire: this.#row.misfire });
    this.#sinceMs = Math.max(this.#sinceMs, nowMs);
    return due;
  }

  /** The newest ticks of a time, up to a hundred. */
  ticksBetween(range: { afterMs: number; untilMs: number }): number[] {
    return this.#ticks.between(range, 100);
  }

  nextTick(): number | undefined {
    return this.#row.paused ? undefined : this.#ticks.after(this.#sinceMs);
  }
}
