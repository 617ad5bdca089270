import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { abandonedAfterMs, completeTick, fireTick, type FireResult, type Tick } from './fire-tick.ts';
import { FiredNotes } from './fired-notes.ts';
import { KnownSchedule } from './known-schedule.ts';
import type { SchedulesContext } from './ports.ts';

/** The net under the announcements of changes. */
const readEveryMs = 30_000;
const readAgainMs = 1_000;
const retryMs = 1_000;
/** Replicas try a tick a little apart, so that most of them find it taken instead of racing for it. */
const spreadMs = 20;
/** The longest time until the clock on the wall is looked at again: it may be set. */
const longestSleepMs = 10_000;
const busAwayMs = 250;

export interface ScheduleClockOptions {
  ctx: SchedulesContext;
  isBusConnected: () => boolean;
}

interface Turn {
  known: KnownSchedule;
  tickMs: number;
  fire: (ctx: SchedulesContext, tick: Tick) => Promise<FireResult>;
}

/**
 * Fires schedules at their ticks. Every API process has one; which of them fires a tick is decided by who claims it
 * first on the bus.
 */
export class ScheduleClock {
  readonly #ctx: SchedulesContext;
  readonly #isBusConnected: () => boolean;
  readonly #notes: FiredNotes;
  readonly #known = new Map<string, KnownSchedule>();
  readonly #later = new Set<NodeJS.Timeout>();
  #next: NodeJS.Timeout | undefined;
  #read: NodeJS.Timeout | undefined;
  #isReading = false;
  #isOutdated = false;
  #isStopped = false;

  constructor({ ctx, isBusConnected }: ScheduleClockOptions) {
    this.#ctx = ctx;
    this.#isBusConnected = isBusConnected;
    this.#notes = new FiredNotes(ctx.schedules);
  }

  /** Reads the schedules anew, at once or after the reading that is under way. */
  refresh(): void {
    if (this.#isStopped) return;
    this.#isOutdated = true;
    if (!this.#isReading) void this.#readAll();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#next);
    clearTimeout(this.#read);
    for (const timer of this.#later) clearTimeout(timer);
    this.#notes.stop();
    await Promise.all([...this.#known.values()].map(({ turn }) => turn));
  }

  async #readAll(): Promise<void> {
    let nextMs = readEveryMs;
    this.#isReading = true;
    while (this.#isOutdated && !this.#isStopped) {
      this.#isOutdated = false;
      try {
        await this.#take(await this.#ctx.schedules.list());
      } catch (error) {
        this.#ctx.scheduleEvents.schedulesUnread(error);
        nextMs = readAgainMs;
      }
    }
    this.#isReading = false;
    clearTimeout(this.#read);
    if (!this.#isStopped) this.#read = setTimeout(() => this.refresh(), nextMs);
  }

  async #take(rows: readonly ScheduleRow[]): Promise<void> {
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    for (const row of rows) {
      const known = this.#known.get(row.id);
      known?.change(row);
      await this.#findAbandoned(known ?? (await this.#add(row)));
    }
    this.#sleep();
  }

  async #add(row: ScheduleRow): Promise<KnownSchedule> {
    const last = await this.#ctx.ticks.readLast(row.id);
    const known = new KnownSchedule(row, Math.max(last?.tickMs ?? 0, row.lastTickAt ?? 0));
    this.#known.set(row.id, known);
    return known;
  }

  /** A process may have died with a tick that this one has not tried: for it came before this one, or was late here. */
  async #findAbandoned(known: KnownSchedule): Promise<void> {
    const nowMs = this.#ctx.clock.now();
    const look = async (tickMs: number): Promise<void> => {
      const found = await this.#ctx.ticks.find(known.row.id, tickMs);
      if (found?.claim.decision === 'pending') this.#completeLater(known, tickMs, abandonedAfterMs);
    };
    await Promise.all(known.unseenTicks(nowMs).map(look));
    known.markSeen(nowMs);
  }

  #sleep(): void {
    clearTimeout(this.#next);
    if (this.#isStopped) return;
    const ticks = [...this.#known.values()].map((known) => known.nextTick());
    const nextMs = Math.min(...ticks.filter((tickMs) => tickMs !== undefined));
    const waitMs = Math.max(0, nextMs - this.#ctx.clock.now()) + Math.random() * spreadMs;
    this.#next = setTimeout(() => this.#wake(), Math.min(waitMs, longestSleepMs));
  }

  #wake(): void {
    if (!this.#isBusConnected()) {
      // The ticks are not taken from their schedules: those that are late by then were missed.
      this.#next = setTimeout(() => this.#wake(), busAwayMs);
      return;
    }
    const nowMs = this.#ctx.clock.now();
    for (const known of this.#known.values()) {
      for (const tickMs of known.takeDue(nowMs)) this.#inTurn(known, tickMs, fireTick);
    }
    this.#sleep();
  }

  #inTurn(known: KnownSchedule, tickMs: number, fire: Turn['fire']): void {
    known.turn = this.#fireAfter(known.turn, { known, tickMs, fire });
  }

  async #fireAfter(before: Promise<void>, { known, tickMs, fire }: Turn): Promise<void> {
    await before;
    const tick = { schedule: known.row, tickMs };
    try {
      this.#note(known, tick, await fire(this.#ctx, tick));
    } catch (error) {
      this.#ctx.scheduleEvents.tickDelayed(tick.schedule, tickMs, error);
      this.#completeLater(known, tickMs, retryMs);
    }
  }

  #note(known: KnownSchedule, { schedule, tickMs }: Tick, result: FireResult): void {
    if (result.kind === 'fired') this.#notes.add(schedule.id, { tickMs, commandId: result.commandId });
    if (result.kind === 'skipped') this.#notes.add(schedule.id, { tickMs });
    if (result.kind === 'pending') this.#completeLater(known, tickMs, abandonedAfterMs);
  }

  #completeLater(known: KnownSchedule, tickMs: number, afterMs: number): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#later.delete(timer);
      if (this.#known.get(known.row.id) === known) this.#inTurn(known, tickMs, completeTick);
    }, afterMs);
    this.#later.add(timer);
  }
}
