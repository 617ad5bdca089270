import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { planTicks } from './plan-ticks.ts';
import { readTicks, type Ticks } from './ticks.ts';

const abandonedRangeMs = 60_000;
const mostUnseen = 100;

/** One schedule in memory, and how far this process has come with its ticks. */
export class KnownSchedule {
  #row: ScheduleRow;
  #ticks: Ticks;
  #sinceMs: number;
  #seenMs: number;
  /** Ticks of one schedule are dealt with one after another. */
  turn: Promise<void> = Promise.resolve();

  /** @param lastTickMs the last tick that any process has dealt with, in epoch ms */
  constructor(row: ScheduleRow, lastTickMs: number) {
    this.#row = row;
    this.#ticks = readTicks(row);
    this.#sinceMs = Math.max(row.countsFrom, row.lastTickAt ?? 0, lastTickMs);
    // What was dealt with last need not be the newest: ticks before it may have been left by a process that died.
    this.#seenMs = lastTickMs === 0 ? row.countsFrom : lastTickMs - abandonedRangeMs;
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

  /** The oldest ticks, up to a hundred, that this process has not looked at to find out whether somebody left them. */
  unseenTicks(untilMs: number): number[] {
    const unseen: number[] = [];
    let tickMs = this.#ticks.after(this.#seenMs);
    while (tickMs !== undefined && tickMs <= untilMs && unseen.length < mostUnseen) {
      unseen.push(tickMs);
      tickMs = this.#ticks.after(tickMs);
    }
    return unseen;
  }

  /** Ticks beyond the oldest hundred came when no process was there to take them. */
  markSeen(untilMs: number): void {
    this.#seenMs = untilMs;
  }

  nextTick(): number | undefined {
    return this.#row.paused ? undefined : this.#ticks.after(this.#sinceMs);
  }
}
