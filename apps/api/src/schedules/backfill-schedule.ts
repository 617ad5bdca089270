import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { Backfill, BackfillResult } from '@signalbox/shared/http/schedules';
import { requireSchedule } from './change-schedules.ts';
import {
  abandonedAfterMs,
  completeTick,
  fireClaimed,
  fireTick,
  newClaim,
  type FireResult,
  type Tick,
} from './fire-tick.ts';
import type { SchedulesContext } from './ports.ts';
import { readTicks } from './ticks.ts';

const mostTicks = 1_000;
const atOnce = 20;

const refuse = (pointer: string, detail: string): never => {
  throw new AppError('request.invalid', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
};

const findTicks = (ctx: SchedulesContext, schedule: ScheduleRow, { from, to }: Backfill): number[] => {
  const range = { afterMs: Date.parse(from) - 1, untilMs: Date.parse(to) };
  if (range.untilMs <= range.afterMs) refuse('/to', 'must not be before from');
  if (range.untilMs > ctx.clock.now())
    refuse('/to', 'must not be in the future: ticks to come are fired when they come');
  const found = readTicks(schedule).between(range, mostTicks + 1);
  if (found.length > mostTicks)
    refuse('/from', `leaves more than ${mostTicks} ticks up to to: fill them in shorter pieces`);
  return found;
};

const fireMissing = async (ctx: SchedulesContext, tick: Tick): Promise<FireResult> => {
  const { schedule, tickMs } = tick;
  const found = await ctx.ticks.find(schedule.id, tickMs);
  if (!found) return fireTick(ctx, tick);
  const { decision, at } = found.claim;
  if (decision === 'fired') return { kind: 'done' };
  if (decision === 'pending')
    return ctx.clock.now() - at < abandonedAfterMs ? { kind: 'pending' } : completeTick(ctx, tick);
  const next = { claim: newClaim(ctx), revision: found.revision };
  const taken = await ctx.ticks.retake(schedule.id, tickMs, next);
  return taken ? fireClaimed(ctx, tick, taken) : { kind: 'done' };
};

/** They end in any order; the row tells of the latest. */
const noteLast = async (
  ctx: SchedulesContext,
  id: string,
  { ticks, fired }: { ticks: readonly number[]; fired: ReadonlyMap<number, string> },
): Promise<void> => {
  const tickMs = ticks.findLast((tick) => fired.has(tick));
  if (tickMs === undefined) return;
  const commandId = fired.get(tickMs);
  await ctx.schedules
    .noteFired(id, { tickMs, ...(commandId !== undefined && { commandId }) })
    .catch(() => undefined);
};

/**
 * Fires the ticks of a time that is over, those that were fired left out. What was fired more than a week ago is no
 * longer known.
 * @throws AppError `schedule.not_found`, `request.invalid`, or as `submitCommand`; a repetition goes on where it ended
 */
export const backfillSchedule = async (
  ctx: SchedulesContext,
  id: string,
  body: Backfill,
): Promise<BackfillResult> => {
  const stored = await requireSchedule(ctx, id);
  const ticks = findTicks(ctx, stored, body);
  // One after another, whatever the overlap policy: that one is for ticks that come at their time.
  const schedule: ScheduleRow = { ...stored, overlap: 'queue' };
  const fired = new Map<number, string>();
  for (let start = 0; start < ticks.length; start += atOnce) {
    const part = ticks.slice(start, start + atOnce);
    const fireOne = async (tickMs: number): Promise<void> => {
      const result = await fireMissing(ctx, { schedule, tickMs });
      if (result.kind === 'fired') fired.set(tickMs, result.commandId);
    };
    await Promise.all(part.map(fireOne));
  }
  await noteLast(ctx, id, { ticks, fired });
  return { ticks: ticks.length, fired: fired.size };
};
