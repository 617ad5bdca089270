import type { Accepted } from '@signalbox/shared/http/submit';
import { submitCommand } from '../commands/submit-command.ts';
import { requireSchedule } from './change-schedules.ts';
import type { SchedulesContext } from './ports.ts';
import { toSubmission } from './submit-scheduled.ts';

/** What follows is not part of the promise: the command is kept. */
const noteTriggered = async (ctx: SchedulesContext, id: string, commandId: string): Promise<void> => {
  await ctx.ticks.writeLast(id, { tickMs: 0, commandId });
  await ctx.schedules.noteFired(id, { commandId });
};

/**
 * Submits the command of a schedule now, paused or not, whatever runs; the next tick sees it as the one before.
 * @throws AppError `schedule.not_found`, or as `submitCommand`
 */
export const triggerSchedule = async (ctx: SchedulesContext, id: string): Promise<Accepted> => {
  const schedule = await requireSchedule(ctx, id);
  const accepted = await submitCommand(ctx, toSubmission(schedule, ctx.newId()));
  await noteTriggered(ctx, id, accepted.id).catch(() => undefined);
  return accepted;
};
