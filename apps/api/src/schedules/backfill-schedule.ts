import type { FiredNote, ScheduleRow } from '@signalbox/runtime/store/schedules';
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

const noteLast = async (ctx: SchedulesContext, id: string, fired: readonly FiredNote[]): Promise<void> => {
  const last = fired.at(-1);
  if (last) await ctx.schedules.noteFired(id, last).catch(() => undefined);
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
  const fireOne = async (tickMs: number): Promise<FiredNote[]> => {
    const result = await fireMissing(ctx, { schedule, tickMs });
    return result.kind === 'fired' ? [{ tickMs, commandId: result.commandId }] : [];
  };
  const fired: FiredNote[] = [];
  for (let start = 0; start < ticks.length; start += atOnce) {
    const part = await Promise.all(ticks.slice(start, start + atOnce).map(fireOne));
    fired.push(...part.flat());
  }
  await noteLast(ctx, id, fired);
  return { ticks: ticks.length, fired: fired.length };
};
