import { isCommandId } from '@signalbox/shared/ids';
import type { CommandEnd } from '@signalbox/shared/status/command-end';
import { afterEach, expect, test, vi } from 'vitest';
import { makeFacts, makeSlot } from '../testing/make-facts.ts';
import { createMemoryFamily, createMemoryServices, createMemorySteps } from '../testing/memory-services.ts';
import type { AttemptFacts } from './attempt-life.ts';
import { createHandlerContext } from './create-handler-context.ts';

afterEach(() => void vi.useRealTimers());

const completed = ({ id }: { id: string }): CommandEnd => ({
  id,
  status: 'completed',
  result: { pong: true },
});

const open = ({
  facts = makeFacts(),
  family = createMemoryFamily(completed),
  steps = createMemorySteps(),
  slot = makeSlot(),
}: {
  facts?: AttemptFacts;
  family?: ReturnType<typeof createMemoryFamily>;
  steps?: ReturnType<typeof createMemorySteps>;
  slot?: ReturnType<typeof makeSlot>;
} = {}) => {
  const services = createMemoryServices({ family, steps });
  return { context: createHandlerContext(facts, services, slot), services, family, steps };
};

test('a child has its parent’s trace, family, priority and deadline, and an id made of parent and key', async () => {
  const facts = makeFacts(1, { ancestors: ['01J0000000000000000000000A'], priority: 'high', deadlineAt: 5 });
  const { context, family, services } = open({ facts });
  const child = await context.spawn('demo.slow', { durationMs: 5 }, { tags: ['a'], key: 'one' });
  expect(isCommandId(child.id)).toBe(true);
  expect(family.published).toMatchObject([
    {
      id: child.id,
      name: 'demo.slow',
      queue: 'demo',
      priority: 'high',
      input: { durationMs: 5, steps: 10 },
      traceId: facts.command.traceId,
      parentId: facts.command.id,
      ancestors: ['01J0000000000000000000000A', facts.command.id],
      deadlineAt: 5,
      tags: ['a'],
    },
  ]);
  expect(services.events).toMatchObject([{ type: 'accepted', id: child.id }]);
  expect(await child.ended()).toEqual({ id: child.id, status: 'completed', result: { pong: true } });
});

test('a repeated attempt spawns none of its children again, and hears how they ended', async () => {
  const first = open();
  const before = [
    await first.context.spawn('system.ping', {}),
    await first.context.spawn('system.ping', {}, { key: 'mine' }),
  ];
  const { context, family } = open({ facts: makeFacts(2), family: first.family, steps: first.steps });
  const after = [
    await context.spawn('system.ping', {}),
    await context.spawn('system.ping', {}, { key: 'mine' }),
  ];
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(family.published).toHaveLength(2);
  expect(await after[0]?.ended()).toMatchObject({ status: 'completed' });
});

test('a child that was meant to be spawned when the worker died is spawned by the next attempt', async () => {
  const first = open();
  first.family.publish = () => Promise.reject(new TypeError('dead'));
  void first.context.spawn('system.ping', {}).catch(() => undefined);
  await vi.waitFor(() => expect(first.steps.stored.size).toBe(1));
  first.context.finish();
  const { context, family } = open({ facts: makeFacts(2), steps: first.steps });
  await context.spawn('system.ping', {});
  expect(family.published).toHaveLength(1);
});

test('of many children no more than asked are unfinished at once, and progress tells how many ended', async () => {
  let unfinished = 0;
  let most = 0;
  const family = createMemoryFamily((child) => {
    unfinished += 1;
    most = Math.max(most, unfinished);
    setImmediate(() => (unfinished -= 1));
    return completed(child);
  });
  const { context, services } = open({ family });
  const outcomes = await context.spawnAll(
    'system.ping',
    Array.from({ length: 30 }, () => ({})),
    { concurrency: 4 },
  );
  context.finish();
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 'completed'));
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(30);
  expect(most).toBe(4);
  expect(services.events.findLast(({ type }) => type === 'progress')).toMatchObject({
    percent: 100,
    message: '30 of 30',
  });
});

test('failFast spawns no more once one child failed', async () => {
  const error = { code: 'handler.failed', message: 'boom', retryable: true };
  const { context, family } = open({
    family: createMemoryFamily(({ id }) => ({ id, status: 'failed', error })),
  });
  const inputs = Array.from({ length: 10 }, () => ({}));
  await expect(
    context.spawnAll('system.ping', inputs, { concurrency: 2, failFast: true }),
  ).rejects.toMatchObject({ code: 'child.failed', message: expect.stringContaining('boom') });
  expect(family.published.length).toBeLessThanOrEqual(3);
});

test('the slot is lent once while any child is waited for, and taken back when the last has ended', async () => {
  let lent = 0;
  const slot = {
    releaseWhile: async <Value>(wait: Promise<Value>) => {
      lent += 1;
      return wait;
    },
  };
  const { context, family } = open({ family: createMemoryFamily(), slot });
  const children = [await context.spawn('system.ping', {}), await context.spawn('system.ping', {})];
  expect(lent).toBe(0);
  vi.useFakeTimers();
  const all = Promise.all(children.map((child) => child.ended()));
  for (const { id } of children) family.ends.set(id, completed({ id }));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await all).toHaveLength(2);
  expect(lent).toBe(1);
});

test('an end of which no word came is asked for', async () => {
  const { context, family } = open({ family: createMemoryFamily() });
  const child = await context.spawn('system.ping', {});
  vi.useFakeTimers();
  const ended = child.ended();
  await vi.advanceTimersByTimeAsync(2_000);
  family.ends.set(child.id, { id: child.id, status: 'completed', resultRef: { key: 'k', bytes: 1 } });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await ended).toMatchObject({ status: 'completed', result: 'the result at k' });
});

test('a wait ends with the reason of the abort', async () => {
  const { context } = open({ family: createMemoryFamily() });
  const child = await context.spawn('system.ping', {});
  const ended = child.ended();
  await Promise.resolve();
  context.abort(new Error('canceled'));
  await expect(ended).rejects.toThrow('canceled');
  context.finish();
});

test('bad input and bad options are refused, the field named', async () => {
  const { context, family } = open();
  await expect(context.spawn('demo.slow', { durationMs: -1 })).rejects.toMatchObject({
    code: 'command.invalid_input',
    message: expect.stringMatching(/demo.slow.*input.durationMs/),
  });
  await expect(context.spawnAll('demo.slow', [{}, { steps: 0 }])).rejects.toThrow('inputs.1.steps');
  await expect(context.spawn('system.ping', {}, { queue: 'No Queue' })).rejects.toMatchObject({
    code: 'request.invalid',
    message: expect.stringContaining('options.queue'),
  });
  expect(family.published).toEqual([]);
});

test('a family is at most eight deep below the first', async () => {
  const ancestors = Array.from({ length: 8 }, (_, n) => `01J000000000000000000000${n}0`);
  const { context } = open({ facts: makeFacts(1, { ancestors }) });
  await expect(context.spawn('system.ping', {})).rejects.toMatchObject({ code: 'command.too_deep' });
});
