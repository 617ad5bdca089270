import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type {
  AcceptedEvent,
  CompletedEvent,
  ProgressEvent,
  RetryingEvent,
  StartedEvent,
} from '@signalbox/shared/events/command-event';

const worker = 'worker-1';

export const makeCommand = (id: string, parts: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  v: 1,
  id,
  name: 'system.ping',
  queue: 'default',
  priority: 'normal',
  input: {},
  submittedAt: Date.UTC(2026, 0, 31, 8),
  traceId: 'a'.repeat(32),
  ...parts,
});

export const accepted = (command: CommandEnvelope): AcceptedEvent => ({
  type: 'accepted',
  id: command.id,
  at: command.submittedAt,
  command,
});

const attempt = (command: CommandEnvelope, ranMs: number) => ({
  id: command.id,
  at: command.submittedAt + ranMs,
  attempt: 1,
  worker,
  startedAt: command.submittedAt + 5,
});

export const started = (command: CommandEnvelope): StartedEvent => ({
  type: 'started',
  ...attempt(command, 5),
  command,
});

export const progressed = (command: CommandEnvelope, percent: number): ProgressEvent => ({
  type: 'progress',
  ...attempt(command, 5 + percent),
  n: percent,
  percent,
});

export const completed = (command: CommandEnvelope, result: unknown = { done: true }): CompletedEvent => ({
  type: 'completed',
  ...attempt(command, 200),
  command,
  result,
});

/** Failed once, and waits for the second attempt. */
export const retrying = (command: CommandEnvelope): RetryingEvent => ({
  type: 'retrying',
  ...attempt(command, 200),
  command,
  error: { code: 'handler.failed', message: 'failed', retryable: true },
  waitMs: 60_000,
  nextAttemptAt: command.submittedAt + 60_200,
});
