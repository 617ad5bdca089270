import { setTimeout as wait } from 'node:timers/promises';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { systemPing } from '@signalbox/shared/commands/system-ping';
import { AppError } from '@signalbox/shared/errors/app-error';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { AnyHandler } from '../handlers/handler.ts';
import { createMemoryServices } from '../testing/memory-services.ts';
import type { Delivery } from './delivery.ts';
import { InFlight } from './in-flight.ts';
import { noPast } from './past.ts';
import { run, type HandlerRun, type RunOptions } from './run.ts';

const delivery: Delivery = {
  // Only settling uses it.
  message: {} as PulledMessage,
  command: {
    v: 1,
    id: '01J00000000000000000000000',
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: 0,
    traceId: '',
    timeoutMs: 60_000,
  },
  definition: systemPing,
  input: {},
  attempt: 1,
  allowedAttempts: 3,
  past: noPast,
  startedAt: 0,
};

const begin = (handler: AnyHandler, options: Partial<RunOptions> = {}) => {
  const lines: string[] = [];
  const inFlight = new InFlight({
    leases: { keep: () => undefined, hasLapsed: () => false },
    isConnected: () => true,
  });
  const started = run(delivery, {
    handler,
    graceMs: 20,
    inFlight,
    announce: () => undefined,
    slot: { releaseWhile: async (wait) => wait },
    services: createMemoryServices({
      logger: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
    }),
    ...options,
  });
  inFlight.stop();
  return { ...started, lines };
};

const untilAborted: AnyHandler = (_input, { signal }) => wait(60_000, undefined, { signal });
const deaf: AnyHandler = () => new Promise(() => undefined);

test('a canceled handler that heeds its signal ends as canceled, with the reason', async () => {
  let reason: unknown;
  const { attempt, result } = begin((input, context) => {
    context.signal.addEventListener('abort', () => (reason = context.signal.reason));
    return untilAborted(input, context);
  });
  expect(attempt.giveUp('canceled', 'not needed')).toBe(true);
  await expect(result).rejects.toMatchObject({ code: 'command.canceled', message: 'not needed' });
  expect(reason).toBeInstanceOf(AppError);
  expect(attempt.giveUp('canceled', 'again')).toBe(false);
});

test('a handler that first looks at its signal after the cancel sees it aborted', async () => {
  const { attempt, result } = begin(async (_input, context) => {
    await wait(1);
    context.signal.throwIfAborted();
  });
  attempt.giveUp('canceled');
  await expect(result).rejects.toMatchObject({ code: 'command.canceled' });
});

test('a handler that ignores its signal is abandoned after the grace, and the log says how to mend it', async () => {
  const { attempt, result, lines } = begin(deaf);
  attempt.giveUp('timed-out');
  await expect(result).rejects.toMatchObject({ code: 'command.timed_out' });
  expect(lines.join('')).toMatch(/handler of system\.ping .* context\.signal.* isolation: 'thread'/);
});

test('a runner that can ends its handler by force', async () => {
  let stops = 0;
  const runner = (): HandlerRun => ({ result: new Promise(() => undefined), stop: () => (stops += 1) });
  const { attempt, result, lines } = begin(deaf, { runner });
  attempt.giveUp('canceled');
  await expect(result).rejects.toMatchObject({ code: 'command.canceled' });
  expect(stops).toBe(1);
  expect(lines).toEqual([]);
});

test.each([
  ['canceled', 'done'],
  ['interrupted', 'done'],
] as const)('a result that comes in spite of being %s counts', async (reason, value) => {
  const { attempt, result } = begin(() => wait(1, value));
  attempt.giveUp(reason);
  expect(await result).toBe(value);
});

test.each([
  ['timed-out', 'command.timed_out'],
  ['deadline', 'command.deadline_exceeded'],
] as const)('a result that comes after being %s does not count', async (reason, code) => {
  const { attempt, result } = begin(() => wait(1, 'late'));
  attempt.giveUp(reason);
  await expect(result).rejects.toMatchObject({ code });
});

test('a cancel during the grace of a time-out wins, for the command is not to run again', async () => {
  const { attempt, result } = begin(deaf);
  attempt.giveUp('timed-out');
  attempt.giveUp('canceled', 'stop it');
  attempt.giveUp('timed-out');
  await expect(result).rejects.toMatchObject({ code: 'command.canceled', message: 'stop it' });
});

test('what a handler throws without being told to end is thrown on', async () => {
  const { result } = begin(() => {
    throw new TypeError('broken');
  });
  await expect(result).rejects.toThrow('broken');
});
