import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { ScheduleEvents } from './ports.ts';

const toFacts = ({ id, name }: { id: string; name: string }, tickMs: number) => ({
  scheduleId: id,
  schedule: name,
  tick: new Date(tickMs).toISOString(),
});

/** Writes to the log what happens to the ticks of schedules. */
export const createScheduleEvents = (logger: Logger): ScheduleEvents => ({
  tickFired: (schedule, tickMs, commandId) =>
    logger.debug({ ...toFacts(schedule, tickMs), commandId }, 'schedule fired'),
  tickSkipped: (schedule, tickMs, unfinishedId) =>
    logger.info(
      { ...toFacts(schedule, tickMs), commandId: unfinishedId },
      'tick skipped: the command before has not ended',
    ),
  tickRefused: (schedule, tickMs, error) =>
    logger.error(
      { ...toFacts(schedule, tickMs), err: error },
      'tick refused: its command is not taken; correct the schedule',
    ),
  tickDelayed: (schedule, tickMs, error) =>
    logger.warn({ ...toFacts(schedule, tickMs), err: error }, 'tick waits for the bus'),
  schedulesUnread: (error) => logger.debug({ err: error }, 'schedules not read; those known go on'),
});
