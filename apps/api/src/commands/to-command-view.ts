import { findDefinition } from '@signalbox/shared/commands/catalog';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandRow, CommandState } from '@signalbox/shared/events/fold';
import type { CommandView as CommandDocument } from '@signalbox/shared/http/command-view';
import { allowedAttempts, resolveRetryPolicy, type RetryPolicy } from '@signalbox/shared/retry/policy';

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

const toOrigin = ({ replayOf, replayReason, scheduleId, parentId, actionId }: CommandEnvelope) => ({
  ...(replayOf !== undefined && { replayOf }),
  ...(replayReason !== undefined && { replayReason }),
  ...(scheduleId !== undefined && { scheduleId }),
  ...(parentId !== undefined && { parentId }),
  ...(actionId !== undefined && { actionId }),
});

const toKeys = ({ concurrencyKey, uniqueKey }: CommandEnvelope) => ({
  ...(concurrencyKey !== undefined && { concurrencyKey }),
  ...(uniqueKey !== undefined && { uniqueKey }),
});

const toFixedPart = (command: CommandEnvelope, policy: RetryPolicy) => {
  const definition = findDefinition(command.name);
  return {
    id: command.id,
    name: command.name,
    queue: command.queue,
    priority: command.priority,
    maxAttempts: allowedAttempts(resolveRetryPolicy(policy, definition?.retry, command.retry)),
    input: command.input,
    tags: command.tags ?? [],
    traceId: command.traceId,
    submittedAt: toIso(command.submittedAt),
    ...(command.timeoutMs !== undefined && { timeoutMs: command.timeoutMs }),
    ...toOrigin(command),
    ...(command.deadlineAt !== undefined && { deadlineAt: toIso(command.deadlineAt) }),
    ...toKeys(command),
  };
};

const toTimes = (state: CommandState) => ({
  ...(state.startedAt !== undefined && { startedAt: toIso(state.startedAt) }),
  ...(state.finishedAt !== undefined && { finishedAt: toIso(state.finishedAt) }),
  ...(state.nextAttemptAt !== undefined && { nextAttemptAt: toIso(state.nextAttemptAt) }),
});

const toChangingPart = (state: CommandState) => ({
  status: state.status,
  attempt: state.attempt,
  ...(state.result !== undefined && { result: state.result }),
  ...(state.resultRef && { resultBytes: state.resultRef.bytes }),
  ...(state.error && { error: state.error }),
  ...(state.reason !== undefined && { reason: state.reason }),
  ...(state.progress && { progress: state.progress }),
  ...(state.worker !== undefined && { worker: state.worker }),
  ...toTimes(state),
});

/**
 * A recorded or just ended command as the API shows it; undefined while nothing says what the command is.
 * @param policy the global retry policy
 */
export const toCommandView = (
  { command, state }: CommandRow,
  policy: RetryPolicy,
): CommandDocument | undefined => command && { ...toFixedPart(command, policy), ...toChangingPart(state) };

/** Whether a command waits for its time or for a worker. */
export const waitingStatus = ({ runAt }: CommandEnvelope, nowMs: number): 'scheduled' | 'queued' =>
  runAt !== undefined && runAt > nowMs ? 'scheduled' : 'queued';

/** A command that is on the bus and of which nothing is recorded yet. */
export const toQueuedView = (
  command: CommandEnvelope,
  { policy, nowMs }: { policy: RetryPolicy; nowMs: number },
): CommandDocument => ({
  ...toFixedPart(command, policy),
  status: waitingStatus(command, nowMs),
  attempt: 0,
  ...(command.runAt !== undefined && { nextAttemptAt: toIso(command.runAt) }),
});
