import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { ScheduleCreate, SchedulePatch, ScheduleView } from '@signalbox/shared/http/schedules';
import { checkSchedule } from './check-schedule.ts';
import type { SchedulesContext } from './ports.ts';
import { toScheduleView } from './to-schedule-view.ts';

const notFound = (id: string): AppError =>
  new AppError('schedule.not_found', `No schedule has the id ${id}. GET /v1/schedules lists what there is.`);

/** @throws AppError `schedule.not_found`, `store.unavailable` */
export const requireSchedule = async (
  { schedules }: Pick<SchedulesContext, 'schedules'>,
  id: string,
): Promise<ScheduleRow> => {
  const row = await schedules.find(id);
  if (row) return row;
  throw notFound(id);
};

/** @throws AppError `request.invalid`, `schedule.name_taken`, `store.unavailable` */
export const createSchedule = async (ctx: SchedulesContext, body: ScheduleCreate): Promise<ScheduleView> => {
  await checkSchedule(ctx, body);
  const nowMs = ctx.clock.now();
  const row = { ...body, id: ctx.newId(), countsFrom: nowMs, createdAt: nowMs, updatedAt: nowMs };
  await ctx.schedules.create(row);
  ctx.announceSchedules();
  return toScheduleView(row, nowMs);
};

/** Time that was paused, or under another rule, is no time in which ticks were missed. */
const toCountsFrom = (before: ScheduleRow, after: ScheduleRow, nowMs: number): number => {
  const isResumed = before.paused && !after.paused;
  const hasNewRule = before.cron !== after.cron || before.timeZone !== after.timeZone;
  return isResumed || hasNewRule ? nowMs : before.countsFrom;
};

/** @throws AppError `schedule.not_found`, `request.invalid`, `schedule.name_taken`, `store.unavailable` */
export const changeSchedule = async (
  ctx: SchedulesContext,
  id: string,
  patch: SchedulePatch,
): Promise<ScheduleView> => {
  const before = await requireSchedule(ctx, id);
  const nowMs = ctx.clock.now();
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const changed: ScheduleRow = { ...before, ...given, updatedAt: nowMs };
  await checkSchedule(ctx, changed);
  const row = { ...changed, countsFrom: toCountsFrom(before, changed, nowMs) };
  if (!(await ctx.schedules.update(row))) throw notFound(id);
  ctx.announceSchedules();
  return toScheduleView(row, nowMs);
};

/** @throws AppError `schedule.not_found`, `store.unavailable` */
export const deleteSchedule = async (ctx: SchedulesContext, id: string): Promise<void> => {
  if (!(await ctx.schedules.remove(id))) throw notFound(id);
  ctx.announceSchedules();
};
