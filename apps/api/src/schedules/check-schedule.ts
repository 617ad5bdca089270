import { AppError, type FieldProblem } from '@signalbox/shared/errors/app-error';
import type { ScheduleCreate } from '@signalbox/shared/http/schedules';
import { prepareCommand, type SubmitContext } from '../commands/submit-command.ts';
import { toTraceContext } from '../plugins/request-context.ts';
import { describeProblems } from '../validation/describe-problems.ts';
import { readTicks, type CronRule } from './ticks.ts';

const cronExample = 'such as 30 2 * * * (every day at 2:30) or */10 * * * * * (every ten seconds)';

const isTimeZone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

const findCronProblem = (cron: string): string | undefined => {
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6)
    return `must have five fields, or six with seconds first, ${cronExample}; it has ${fields}`;
  try {
    const next = readTicks({ cron, timeZone: 'UTC' }).after(Date.now());
    return next === undefined ? `names a moment that never comes; use a rule ${cronExample}` : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `cannot be read (${reason}); use a rule ${cronExample}`;
  }
};

const findRuleProblems = ({ cron, timeZone }: CronRule): FieldProblem[] => {
  const cronProblem = findCronProblem(cron);
  return [
    ...(cronProblem === undefined ? [] : [{ pointer: '/cron', detail: cronProblem }]),
    ...(isTimeZone(timeZone)
      ? []
      : [{ pointer: '/timeZone', detail: 'must be an IANA name, such as Europe/Berlin or UTC' }]),
  ];
};

const findKeyProblems = ({ overlap, command }: ScheduleCreate): FieldProblem[] =>
  overlap === 'queue' && command.concurrencyKey !== undefined
    ? [
        {
          pointer: '/command/concurrencyKey',
          detail: 'is set by the schedule where overlap is queue: leave it out, or choose another overlap',
        },
      ]
    : [];

const findCommandProblems = async (
  ctx: SubmitContext,
  body: ScheduleCreate['command'],
): Promise<FieldProblem[]> => {
  try {
    await prepareCommand(ctx, { id: ctx.newId(), body, trace: toTraceContext({}) });
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    const problems = error.errors ?? [{ pointer: '/name', detail: error.message }];
    return problems.map(({ pointer, detail }) => ({ pointer: `/command${pointer}`, detail }));
  }
};

/**
 * Checks what the schema cannot: that the rule has a next moment, and that the command could be submitted now.
 * @throws AppError `request.invalid` with each broken rule
 */
export const checkSchedule = async (ctx: SubmitContext, schedule: ScheduleCreate): Promise<void> => {
  const errors = [
    ...findRuleProblems(schedule),
    ...findKeyProblems(schedule),
    ...(await findCommandProblems(ctx, schedule.command)),
  ];
  if (errors.length > 0) throw new AppError('request.invalid', describeProblems(errors), { errors });
};
