import type { CommandRow } from '@signalbox/shared/events/fold';
import type { ScheduleRecord } from '../load/run-schedules.ts';
import { meets, type Stretch } from './outages.ts';

/** A tick that is later than this counts as missed. */
const onTimeMs = 5_000;

const checkClaims = (
  { planned: { name, overlap, uniqueKey }, ticks }: ScheduleRecord,
  made: ReadonlySet<string>,
): string[] => {
  const wrong: string[] = [];
  for (const { tickMs, decision, commandId } of ticks) {
    const tick = `the tick ${new Date(tickMs).toISOString()} of ${name}`;
    if (decision === 'pending') wrong.push(`${tick} is taken and not done with`);
    if (decision === 'refused') wrong.push(`${tick} was refused`);
    if (decision === 'skipped' && overlap !== 'skip' && uniqueKey === undefined)
      wrong.push(`${tick} was skipped`);
    if (decision === 'fired' && !made.has(commandId)) wrong.push(`${tick} has no command`);
  }
  const fired = new Set(
    ticks.filter(({ decision }) => decision === 'fired').map(({ commandId }) => commandId),
  );
  for (const id of made) if (!fired.has(id)) wrong.push(`${id} of ${name} belongs to no tick`);
  return wrong;
};

const checkMissing = (
  { planned: { name, everyMs, misfire }, fromMs, untilMs, ticks }: ScheduleRecord,
  outages: readonly Stretch[],
): string[] => {
  const known = new Set(ticks.map(({ tickMs }) => tickMs));
  const missing: string[] = [];
  for (let tickMs = Math.ceil(fromMs / everyMs) * everyMs; tickMs < untilMs; tickMs += everyMs) {
    if (known.has(tickMs)) continue;
    const isExcused =
      misfire !== 'all' &&
      outages.some((outage) => meets(outage, { fromMs: tickMs, untilMs: tickMs + onTimeMs }));
    if (!isExcused) missing.push(`the tick ${new Date(tickMs).toISOString()} of ${name} was lost`);
  }
  return missing;
};

/**
 * Ticks that were lost beyond the policy, fired twice or are not done with, one sentence each.
 * @param outages when no API could fire anything
 */
export const checkSchedules = (
  schedules: readonly ScheduleRecord[],
  { rows, outages }: { rows: Iterable<CommandRow>; outages: readonly Stretch[] },
): string[] => {
  const made = Map.groupBy(rows, ({ command }) => command?.scheduleId);
  return schedules.flatMap((schedule) => {
    const ids = new Set((made.get(schedule.id) ?? []).map(({ id }) => id));
    return [...checkClaims(schedule, ids), ...checkMissing(schedule, outages)];
  });
};
