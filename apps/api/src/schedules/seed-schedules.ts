import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { ScheduleCreate } from '@signalbox/shared/http/schedules';
import type { SchedulesContext } from './ports.ts';

const nightlyPrune: ScheduleCreate = {
  name: 'Nightly prune',
  command: { name: 'system.prune', input: {} },
  cron: '17 3 * * *',
  timeZone: 'UTC',
  overlap: 'skip',
  misfire: 'once',
  paused: false,
};

/**
 * Lays down, once for all times, the schedules that come with a release: one that a person deleted stays deleted.
 * @throws AppError `store.unavailable`
 */
export const seedSchedules = async (ctx: SchedulesContext): Promise<void> => {
  if (!findDefinition(nightlyPrune.command.name)) return;
  const nowMs = ctx.clock.now();
  const times = { countsFrom: nowMs, createdAt: nowMs, updatedAt: nowMs };
  const isNew = await ctx.schedules.seed('nightly-prune', { ...nightlyPrune, ...times, id: ctx.newId() });
  if (isNew) ctx.announceSchedules();
};
