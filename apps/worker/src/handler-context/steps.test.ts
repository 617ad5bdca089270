import { expect, test, vi } from 'vitest';
import { makeFacts, makeSlot } from '../testing/make-facts.ts';
import { createMemoryServices, createMemorySteps } from '../testing/memory-services.ts';
import { createHandlerContext } from './create-handler-context.ts';

const open = (attempt = 1, steps = createMemorySteps()) => {
  const context = createHandlerContext(makeFacts(attempt), createMemoryServices({ steps }), makeSlot());
  return { context, steps };
};

test('a step runs once in an attempt, however often and at once it is asked for', async () => {
  const { context, steps } = open();
  const act = vi.fn<() => Promise<number>>(async () => 7);
  expect(await Promise.all([context.step('charge', act), context.step('charge', act)])).toEqual([7, 7]);
  expect(await context.step('charge', act)).toBe(7);
  expect(act).toHaveBeenCalledOnce();
  expect(steps.reads).toBe(1);
});

test('a later attempt gets what is stored, read once', async () => {
  const first = open();
  await first.context.step('one', () => ({ at: new Date(0) }));
  await first.context.step('nothing', () => undefined);
  const { context, steps } = open(2, first.steps);
  const act = vi.fn<() => unknown>();
  expect(await context.step('one', act)).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  expect(await context.step('nothing', act)).toBeUndefined();
  expect(await context.step('new', () => 1)).toBe(1);
  expect(act).not.toHaveBeenCalled();
  // Once by each of the two attempts.
  expect(steps.reads).toBe(2);
});

test('the first attempt sees its result as later ones will', async () => {
  expect(await open().context.step('when', () => ({ at: new Date(0), none: undefined }))).toEqual({
    at: '1970-01-01T00:00:00.000Z',
  });
});

test('what another worker stored meanwhile is the result', async () => {
  const { context, steps } = open();
  const result = await context.step('charge', async () => {
    await steps.store('', { key: 'charge', result: 'theirs', at: 1 });
    return 'ours';
  });
  expect(result).toBe('theirs');
});

test('what another worker stores while this attempt is at an earlier step does not run again', async () => {
  const { context, steps } = open();
  await context.step('first', () => 1);
  await steps.store('', { key: 'charge', result: 'theirs', at: 1 });
  const act = vi.fn<() => string>(() => 'ours');
  expect(await context.step('charge', act)).toBe('theirs');
  expect(act).not.toHaveBeenCalled();
});

test('a step that fails is not kept and may be tried again', async () => {
  const { context, steps } = open();
  await expect(context.step('charge', () => Promise.reject(new Error('declined')))).rejects.toThrow(
    'declined',
  );
  expect(steps.stored.size).toBe(0);
  expect(await context.step('charge', () => 'paid')).toBe('paid');
});

const broken: [key: string, act: () => unknown, message: RegExp][] = [
  ['', () => 1, /key of a step is a text of 1 to 200 characters, not 0 characters/],
  ['x'.repeat(201), () => 1, /not 201 characters/],
  ['big', () => 'x'.repeat(600_000), /"big" has 600002 bytes; 524288 can be kept/],
  ['number', () => 1n, /"number" is not JSON/],
  ['function', () => () => 1, /"function" is a function/],
];

test.each(broken)('a step that breaks a rule says which: %.10s', async (key, act, message) => {
  await expect(open().context.step(key, act)).rejects.toMatchObject({
    code: 'step.invalid',
    retryable: false,
    message: expect.stringMatching(message),
  });
});

test('while the bus does not answer, the finished step is stored again and again', async () => {
  const steps = createMemorySteps();
  const store = steps.store.bind(steps);
  let refusals = 2;
  steps.store = async (id, step) => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('away');
    return store(id, step);
  };
  expect(await open(1, steps).context.step('charge', () => 7)).toBe(7);
  expect(steps.stored.size).toBe(1);
});

test('no step begins once the attempt has ended or is told to', async () => {
  const act = vi.fn<() => unknown>();
  const ended = open().context;
  ended.finish();
  await expect(ended.step('late', act)).rejects.toMatchObject({ code: 'command.interrupted' });
  const aborted = open().context;
  aborted.abort(new Error('time is up'));
  await expect(aborted.step('late', act)).rejects.toThrow('time is up');
  expect(act).not.toHaveBeenCalled();
});

test('steps are removed after the end of a command that used any', async () => {
  const { context, steps } = open();
  await context.step('one', () => 1);
  context.forget();
  expect(steps.stored.size).toBe(0);
});

test('the first delivery of a message that was published anew reads what earlier ones stored', async () => {
  const { context: first, steps } = open();
  await first.step('charge', () => 'paid');
  const facts = makeFacts(1);
  const command = { ...facts.command, renewed: { attempts: 0, notBefore: 0 } };
  const context = createHandlerContext({ ...facts, command }, createMemoryServices({ steps }), makeSlot());
  expect(await context.step('charge', () => 'paid twice')).toBe('paid');
});
