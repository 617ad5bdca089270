import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { SubmitBody } from '@signalbox/shared/http/submit';

/** A key that comes from the input is left out, so that an edited input makes its own. */
const toConcurrency = ({ name, input, concurrencyKey, concurrencyLimit }: CommandEnvelope) => {
  if (concurrencyKey === undefined) return {};
  if (findDefinition(name)?.concurrencyKey?.(input) === concurrencyKey) return {};
  return { concurrencyKey, ...(concurrencyLimit !== undefined && { concurrencyLimit }) };
};

/** The deadline is as long anew, counted from where it was counted then. */
const toDeadline = ({ deadlineAt, runAt, submittedAt }: CommandEnvelope) =>
  deadlineAt === undefined ? {} : { deadlineMs: Math.max(1, deadlineAt - (runAt ?? submittedAt)) };

/**
 * The submission that makes a command once more, now: all that its submitter chose but for the time.
 * @param input instead of the input it had
 */
export const toReplayBody = (command: CommandEnvelope, input: unknown = command.input): SubmitBody => ({
  name: command.name,
  input,
  queue: command.queue,
  priority: command.priority,
  ...(command.tags && { tags: command.tags }),
  ...(command.timeoutMs !== undefined && { timeoutMs: command.timeoutMs }),
  ...(command.retry && { retry: command.retry }),
  ...(command.uniqueKey !== undefined && { uniqueKey: command.uniqueKey }),
  ...toConcurrency(command),
  ...toDeadline(command),
});
