import type { ScheduleRow } from '@signalbox/runtime/store/schedules';
import type { Accepted, SubmitBody } from '@signalbox/shared/http/submit';
import {
  prepareCommand,
  publishCommand,
  takeUnique,
  toDuplicate,
  type Submission,
  type SubmitContext,
} from '../commands/submit-command.ts';
import { toTraceContext } from '../plugins/request-context.ts';

/** Commands under this key run one after another. */
const toKey = ({ id }: ScheduleRow): Pick<SubmitBody, 'concurrencyKey' | 'concurrencyLimit'> => ({
  concurrencyKey: `schedule:${id}`,
  concurrencyLimit: 1,
});

/** What a schedule is for, under an id that was laid down before. */
export const toSubmission = (schedule: ScheduleRow, id: string): Submission => ({
  id,
  body: { ...(schedule.overlap === 'queue' && toKey(schedule)), ...schedule.command },
  origin: { scheduleId: schedule.id },
  trace: toTraceContext({}),
});

/**
 * Submits the command of a tick.
 * @param keepTick asked once the command has its unique key, if it has one: false if another process has the tick
 * @returns undefined if nothing was published for that
 * @throws AppError as `submitCommand`
 */
export const submitScheduled = async (
  ctx: SubmitContext,
  submission: Submission,
  keepTick: () => Promise<boolean>,
): Promise<Accepted | undefined> => {
  const command = await prepareCommand(ctx, submission);
  const claimed = await takeUnique(ctx, command);
  if (claimed && 'unfinished' in claimed) return toDuplicate(claimed.unfinished);
  if (claimed && !(await keepTick())) return undefined;
  return publishCommand(ctx, { command, trace: submission.trace, ...claimed });
};
