import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import type { Accepted, SubmitBody } from '@signalbox/shared/http/submit';
import { submitCommand, type SubmitContext } from '../commands/submit-command.ts';
import { toTraceContext } from '../plugins/request-context.ts';

/** Commands under this key run one after another. */
const toKey = ({ id }: ScheduleRow): Pick<SubmitBody, 'concurrencyKey' | 'concurrencyLimit'> => ({
  concurrencyKey: `schedule:${id}`,
  concurrencyLimit: 1,
});

/**
 * Submits what a schedule is for, under an id that was laid down before.
 * @throws AppError as `submitCommand`
 */
export const submitScheduled = (ctx: SubmitContext, schedule: ScheduleRow, id: string): Promise<Accepted> =>
  submitCommand(ctx, {
    id,
    body: { ...(schedule.overlap === 'queue' && toKey(schedule)), ...schedule.command },
    origin: { scheduleId: schedule.id },
    trace: toTraceContext({}),
  });
