import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test } from 'vitest';
import { accepted, completed, makeCommand, started } from '../testing/make-events.ts';
import { MemoryBus, MemoryView, storeAway } from '../testing/memory-ports.ts';
import { findUnfinished } from './find-unfinished.ts';

const trace = { traceId: '', headers: {} };

const createContext = () => ({
  bus: new MemoryBus(),
  view: new MemoryView(),
  clock: { now: () => Date.now() },
  command: makeCommand(newCommandId()),
});

test('of a command that was never published nothing is known', async () => {
  const { command, ...ctx } = createContext();
  expect(await findUnfinished(ctx, command)).toBeUndefined();
});

test('a command on the bus is unfinished, though the history is behind', async () => {
  const { command, ...ctx } = createContext();
  ctx.bus.isRecorded = false;
  await ctx.bus.publish(command, trace);
  expect(await findUnfinished(ctx, command)).toEqual({ command, status: 'queued' });
});

test('a command that has left the bus has ended, though the history is behind', async () => {
  const { command, ...ctx } = createContext();
  ctx.bus.isRecorded = false;
  ctx.view.record(started(command), 1);
  expect(await findUnfinished(ctx, command)).toBe('ended');
});

test('a command on the bus whose end is recorded has ended', async () => {
  const { command, ...ctx } = createContext();
  await ctx.bus.publish(command, trace);
  ctx.view.record(completed(command), 1);
  expect(await findUnfinished(ctx, command)).toBe('ended');
});

test('a command that is published and recorded while it is looked for is unfinished', async () => {
  const { command, ...ctx } = createContext();
  ctx.bus.isRecorded = false;
  ctx.bus.onWait = () => {
    void ctx.bus.publish(command, trace);
    ctx.view.record(accepted(command), 1);
  };
  expect(await findUnfinished(ctx, command)).toEqual({ command, status: 'queued' });
});

test('while the database is away, the bus alone tells', async () => {
  const { command, ...ctx } = createContext();
  ctx.view.failure = storeAway();
  expect(await findUnfinished(ctx, command)).toBeUndefined();
  await ctx.bus.publish(command, trace);
  expect(await findUnfinished(ctx, command)).toEqual({ command, status: 'queued' });
});
