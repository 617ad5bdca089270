import { submitSchema, type SubmitBody } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { decideCommand } from './decide-command.ts';

const identity = { id: '01JD0000000000000000000000', traceId: 'a'.repeat(32), submittedAt: 1_000_000 };
const toBody = (body: unknown): SubmitBody => submitSchema.parse(body);

test('takes queue and defaults from the definition', () => {
  expect(decideCommand(toBody({ name: 'text.process', input: { text: 'hi' } }), identity)).toEqual({
    v: 1,
    ...identity,
    name: 'text.process',
    queue: 'default',
    priority: 'normal',
    input: { text: 'hi', operation: 'uppercase' },
  });
});

test('keeps what the submitter chose', () => {
  const chosen = { queue: 'demo', priority: 'high', retry: { maxAttempts: 7 }, timeoutMs: 500, tags: ['a'] };
  expect(decideCommand(toBody({ name: 'system.ping', input: {}, ...chosen }), identity)).toMatchObject(
    chosen,
  );
});

test('a delay becomes a time; no delay leaves it out', () => {
  expect(decideCommand(toBody({ name: 'system.ping', input: {}, delayMs: 500 }), identity).runAt).toBe(
    1_000_500,
  );
  expect(decideCommand(toBody({ name: 'system.ping', input: {}, delayMs: 0 }), identity)).not.toHaveProperty(
    'runAt',
  );
  expect(
    decideCommand(toBody({ name: 'system.ping', input: {}, runAt: '2026-01-31T08:30:00+01:00' }), identity)
      .runAt,
  ).toBe(Date.UTC(2026, 0, 31, 7, 30));
});

test('an unknown name suggests near ones', () => {
  expect(() => decideCommand(toBody({ name: 'text.proces', input: {} }), identity)).toThrowError(
    /Did you mean text.process/,
  );
  expect(() => decideCommand(toBody({ name: 'no.such.thing.at.all', input: {} }), identity)).toThrowError(
    /\/v1\/catalog/,
  );
});

test('bad input is told field by field', () => {
  const body = toBody({ name: 'text.process', input: { text: 5, operation: 'shout', extra: 1 } });
  expect(() => decideCommand(body, identity)).toThrowError(
    expect.objectContaining({
      code: 'command.invalid_input',
      errors: [
        { pointer: '/input/text', detail: 'must be a string, not a number' },
        expect.objectContaining({ pointer: '/input/operation' }),
        expect.objectContaining({ pointer: '/input/extra' }),
      ],
    }),
  );
});

test('a deadline counts from the submission, or from when the command is due', () => {
  const decide = (times: object) =>
    decideCommand(toBody({ name: 'system.ping', input: {}, deadlineMs: 2_000, ...times }), identity);
  expect(decide({}).deadlineAt).toBe(1_002_000);
  expect(decide({ delayMs: 500 }).deadlineAt).toBe(1_002_500);
});

test('a concurrency key is kept, and a limit without one is refused', () => {
  const chosen = { concurrencyKey: 'document:7', concurrencyLimit: 2 };
  expect(decideCommand(toBody({ name: 'system.ping', input: {}, ...chosen }), identity)).toMatchObject(
    chosen,
  );
  expect(() =>
    decideCommand(toBody({ name: 'system.ping', input: {}, concurrencyLimit: 2 }), identity),
  ).toThrowError(expect.objectContaining({ code: 'request.invalid' }));
});

test('retry: null means one attempt', () => {
  const body = toBody({ name: 'system.ping', input: {}, retry: null });
  expect(decideCommand(body, identity).retry).toEqual({ enabled: false });
});
