import type { ClaimFound, LastFired, ScheduleTicks, TickClaim } from '@signalbox/runtime/bus/schedule-ticks';
import type { FiredNote, ScheduleRow } from '@signalbox/runtime/store/schedules';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { ScheduleStore } from '../schedules/ports.ts';

/** Schedules in memory. */
export class MemorySchedules implements ScheduleStore {
  readonly rows = new Map<string, ScheduleRow>();
  readonly seeds = new Set<string>();
  failure: AppError | undefined;

  async list(): Promise<ScheduleRow[]> {
    if (this.failure) throw this.failure;
    return [...this.rows.values()];
  }

  async find(id: string): Promise<ScheduleRow | undefined> {
    return this.rows.get(id);
  }

  async create(row: ScheduleRow): Promise<void> {
    const isTaken = [...this.rows.values()].some(({ id, name }) => name === row.name && id !== row.id);
    if (isTaken) throw new AppError('schedule.name_taken', `Another schedule is named ${row.name}.`);
    this.rows.set(row.id, row);
  }

  async update(row: ScheduleRow): Promise<boolean> {
    if (!this.rows.has(row.id)) return false;
    await this.create(row);
    return true;
  }

  async remove(id: string): Promise<boolean> {
    return this.rows.delete(id);
  }

  async noteFired(id: string, { tickMs, commandId }: FiredNote): Promise<void> {
    if (this.failure) throw this.failure;
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.set(id, {
      ...row,
      ...(tickMs !== undefined && { lastTickAt: tickMs }),
      ...(commandId !== undefined && { lastCommandId: commandId }),
    });
  }

  async seed(name: string, row: ScheduleRow): Promise<boolean> {
    if (this.seeds.has(name)) return false;
    this.seeds.add(name);
    await this.create(row);
    return true;
  }
}

/** Claims of ticks in memory. */
export class MemoryTicks implements ScheduleTicks {
  readonly claims = new Map<string, ClaimFound>();
  readonly last = new Map<string, LastFired>();

  async claim(
    scheduleId: string,
    tickMs: number,
    claim: TickClaim,
  ): Promise<ClaimFound & { isNew: boolean }> {
    const found = await this.find(scheduleId, tickMs);
    if (found) return { ...found, isNew: false };
    await this.settle(scheduleId, tickMs, claim);
    return { claim, revision: 1, isNew: true };
  }

  async find(scheduleId: string, tickMs: number): Promise<ClaimFound | undefined> {
    return this.claims.get(`${scheduleId}.${tickMs}`);
  }

  async retake(
    scheduleId: string,
    tickMs: number,
    { claim, revision }: ClaimFound,
  ): Promise<ClaimFound | undefined> {
    if (this.claims.get(`${scheduleId}.${tickMs}`)?.revision !== revision) return undefined;
    await this.settle(scheduleId, tickMs, claim);
    return this.find(scheduleId, tickMs);
  }

  async settle(scheduleId: string, tickMs: number, claim: TickClaim): Promise<void> {
    const key = `${scheduleId}.${tickMs}`;
    this.claims.set(key, { claim, revision: (this.claims.get(key)?.revision ?? 0) + 1 });
  }

  async readLast(scheduleId: string): Promise<LastFired | undefined> {
    return this.last.get(scheduleId);
  }

  async writeLast(scheduleId: string, last: LastFired): Promise<void> {
    this.last.set(scheduleId, { ...this.last.get(scheduleId), ...last });
  }
}
