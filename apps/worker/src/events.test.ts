import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { expect, test, vi } from 'vitest';
import { WorkerEvents } from './events.ts';

const command: CommandEnvelope = {
  v: 1,
  id: '01J00000000000000000000000',
  name: 'demo.flaky',
  queue: 'demo',
  priority: 'normal',
  input: {},
  submittedAt: 0,
  traceId: 'a'.repeat(32),
};
const error = { code: 'handler.failed', name: 'TypeError', message: 'no luck', retryable: true };

const listen = () => {
  const lines: [string, object, string][] = [];
  const logger = Object.fromEntries(
    ['debug', 'info', 'error'].map((level) => [
      level,
      vi.fn<(fields: object, text: string) => void>((fields, text) => lines.push([level, fields, text])),
    ]),
  );
  // Of the logger only these methods are used.
  return { lines, events: new WorkerEvents(logger as unknown as Logger) };
};

test('each attempt that is made again is logged: which of how many, the error, the wait; the first at info', () => {
  const { lines, events } = listen();
  for (const attempt of [1, 2])
    events.willRetry({ command, attempt, allowedAttempts: 3 }, { kind: 'retry', error, afterMs: 2_000 });
  expect(lines.map(([level, , text]) => [level, text])).toEqual([
    ['info', 'attempt 1 of 3 failed; the next one is in 2000 ms'],
    ['debug', 'attempt 2 of 3 failed; the next one is in 2000 ms'],
  ]);
  expect(lines[1]?.[1]).toMatchObject({
    commandId: command.id,
    attempt: 2,
    allowedAttempts: 3,
    waitMs: 2_000,
    error: { name: 'TypeError', message: 'no luck', code: 'handler.failed' },
  });
});

test('a command that failed for good is logged as an error', () => {
  const { lines, events } = listen();
  events.ended(command, { kind: 'failed', error }, 5);
  expect(lines.map(([level, , text]) => [level, text])).toEqual([['error', 'command failed']]);
});
