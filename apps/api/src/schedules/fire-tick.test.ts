import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import { expect, test } from 'vitest';
import { ApiEvents } from '../events.ts';
import { createLiveFeed } from '../feed/live-feed.ts';
import { busAway, MemoryBus, MemoryEventLog, MemoryView, storeAway } from '../testing/memory-ports.ts';
import { completed } from '../testing/make-events.ts';
import { MemoryCancellations } from '../testing/memory-control.ts';
import { MemoryUniqueKeys } from '../testing/memory-unique-keys.ts';
import { makeSchedule } from '../testing/make-schedule.ts';
import { MemorySchedules, MemoryTicks } from '../testing/memory-schedules.ts';
import { completeTick, fireTick } from './fire-tick.ts';
import { createScheduleEvents } from './schedule-events.ts';

const logger = createLogger({ service: 'api', instance: 'test', level: 'silent', format: 'json' });
const tickMs = Date.UTC(2026, 0, 31, 8);
const nowMs = Date.now();
const schedule = makeSchedule();
const tick = { schedule, tickMs };
const next = { schedule, tickMs: tickMs + 60_000 };

const createContext = () => ({
  bus: new MemoryBus(),
  view: new MemoryView(),
  eventLog: new MemoryEventLog(),
  instance: 'api-test',
  feed: createLiveFeed(() => undefined),
  cancellations: new MemoryCancellations(),
  unique: new MemoryUniqueKeys(),
  schedules: new MemorySchedules(),
  ticks: new MemoryTicks(),
  announceSchedules: () => undefined,
  scheduleEvents: createScheduleEvents(logger),
  events: new ApiEvents(logger),
  clock: { now: () => nowMs },
  newId: newCommandId,
  retryPolicy: defaultRetryPolicy,
});

test('a tick is fired by who claims it, and by nobody else', async () => {
  const ctx = createContext();
  expect(await fireTick(ctx, tick)).toMatchObject({ kind: 'fired' });
  expect(await fireTick(ctx, tick)).toEqual({ kind: 'done' });
  expect(ctx.bus.published).toHaveLength(1);
  expect(ctx.bus.published[0]).toMatchObject({ scheduleId: schedule.id });
  expect(await ctx.ticks.readLast(schedule.id)).toEqual({ tickMs, commandId: ctx.bus.published[0]?.id });
});

test('skip: a tick is passed over while the command before has not ended', async () => {
  const ctx = createContext();
  await fireTick(ctx, tick);
  expect(await fireTick(ctx, next)).toEqual({ kind: 'skipped' });
  ctx.bus.queued.clear();
  expect(await fireTick(ctx, { schedule, tickMs: tickMs + 120_000 })).toMatchObject({ kind: 'fired' });
});

test('skip: a message whose command has ended does not count', async () => {
  const ctx = createContext();
  await fireTick(ctx, tick);
  const [command] = ctx.bus.published;
  if (!command) throw new Error('nothing was published');
  ctx.view.record(completed(command), 1);
  expect(await fireTick(ctx, next)).toMatchObject({ kind: 'fired' });
});

test('queue: every tick is fired under the key of the schedule', async () => {
  const ctx = createContext();
  const queued = { ...schedule, overlap: 'queue' as const };
  await fireTick(ctx, { ...tick, schedule: queued });
  await fireTick(ctx, { ...next, schedule: queued });
  expect(ctx.bus.published.map(({ concurrencyKey }) => concurrencyKey)).toEqual(
    Array.from({ length: 2 }, () => `schedule:${schedule.id}`),
  );
});

test('a tick whose process died before publishing is completed under its command id', async () => {
  const ctx = createContext();
  ctx.bus.failure = busAway();
  await expect(fireTick(ctx, tick)).rejects.toMatchObject({ code: 'bus.unavailable' });
  ctx.bus.failure = undefined;
  expect(await fireTick(ctx, tick)).toEqual({ kind: 'pending' });
  const claimed = (await ctx.ticks.find(schedule.id, tickMs))?.claim.commandId;
  expect(await completeTick(ctx, tick)).toEqual({ kind: 'fired', commandId: claimed });
  expect(ctx.bus.published.map(({ id }) => id)).toEqual([claimed]);
  expect(await completeTick(ctx, tick)).toEqual({ kind: 'done' });
});

test('a tick whose process died after publishing is not published again', async () => {
  const ctx = createContext();
  await fireTick(ctx, tick);
  const found = await ctx.ticks.find(schedule.id, tickMs);
  if (!found) throw new Error('not claimed');
  await ctx.ticks.settle(schedule.id, tickMs, { ...found.claim, decision: 'pending' });
  expect(await completeTick(ctx, tick)).toMatchObject({ kind: 'fired' });
  expect(ctx.bus.published).toHaveLength(1);
});

test('without the database a tick is completed while the bus would refuse it twice, and waits after that', async () => {
  const ctx = createContext();
  ctx.view.failure = storeAway();
  const claim = { commandId: newCommandId(), decision: 'pending', isFiring: true } as const;
  await ctx.ticks.settle(schedule.id, tickMs, { ...claim, at: nowMs - 10_000 });
  expect(await completeTick(ctx, tick)).toMatchObject({ kind: 'fired' });
  await ctx.ticks.settle(schedule.id, next.tickMs, {
    ...claim,
    commandId: newCommandId(),
    at: nowMs - 300_000,
  });
  await expect(completeTick(ctx, next)).rejects.toMatchObject({ code: 'store.unavailable' });
});

test('a command that is not taken any more is refused for good', async () => {
  const ctx = createContext();
  const wrong = { ...schedule, command: { name: 'gone.away', input: {} } };
  expect(await fireTick(ctx, { schedule: wrong, tickMs })).toEqual({ kind: 'refused' });
  expect(await completeTick(ctx, { schedule: wrong, tickMs })).toEqual({ kind: 'done' });
});

test('a tick whose command is on its way is not skipped by who completes it', async () => {
  const ctx = createContext();
  // The command before, which has not ended.
  await fireTick(ctx, { schedule: { ...schedule, overlap: 'queue' }, tickMs: tickMs - 60_000 });
  const last = ctx.ticks.readLast.bind(ctx.ticks);
  ctx.ticks.readLast = async () => undefined;
  const publish = ctx.bus.publish.bind(ctx.bus);
  ctx.bus.publish = () => Promise.reject(busAway());
  await expect(fireTick(ctx, tick)).rejects.toMatchObject({ code: 'bus.unavailable' });
  ctx.ticks.readLast = last;
  ctx.bus.publish = publish;
  expect(await completeTick(ctx, tick)).toMatchObject({ kind: 'fired' });
});

test('a process that was stopped over its decision finds that another has the tick', async () => {
  const ctx = createContext();
  await fireTick(ctx, { schedule: { ...schedule, overlap: 'queue' }, tickMs: tickMs - 60_000 });
  const find = ctx.bus.findQueued.bind(ctx.bus);
  ctx.bus.findQueued = async (id) => {
    ctx.bus.findQueued = find;
    const queued = await find(id);
    ctx.bus.queued.clear();
    expect(await completeTick(ctx, tick)).toMatchObject({ kind: 'fired' });
    return queued;
  };
  expect(await fireTick(ctx, tick)).toEqual({ kind: 'pending' });
  expect(await completeTick(ctx, tick)).toEqual({ kind: 'done' });
  expect((await ctx.ticks.find(schedule.id, tickMs))?.claim.decision).toBe('fired');
});

const unique = makeSchedule({ command: { ...schedule.command, uniqueKey: 'ping' } });

test('a process that was stopped before it took the unique key publishes nothing if another has fired the tick', async () => {
  const ctx = createContext();
  const claim = ctx.unique.claim.bind(ctx.unique);
  ctx.unique.claim = async (...asked) => {
    ctx.unique.claim = claim;
    expect(await completeTick(ctx, { schedule: unique, tickMs })).toMatchObject({ kind: 'fired' });
    return claim(...asked);
  };
  expect(await fireTick(ctx, { schedule: unique, tickMs })).toEqual({ kind: 'pending' });
  expect(ctx.bus.published).toHaveLength(1);
});

test('a tick whose command was on its way, ran and ended is not fired again with a new hold on its unique key', async () => {
  const ctx = createContext();
  ctx.bus.onPublish = ({ id }) => {
    ctx.bus.queued.delete(id);
    throw busAway();
  };
  await expect(fireTick(ctx, { schedule: unique, tickMs })).rejects.toMatchObject({
    code: 'bus.unavailable',
  });
  ctx.bus.onPublish = () => undefined;
  const [late] = ctx.bus.published;
  if (!late) throw new Error('nothing was published');
  const claim = ctx.unique.claim.bind(ctx.unique);
  ctx.unique.claim = async (...asked) => {
    ctx.view.record(completed(late), 1);
    return claim(...asked);
  };
  expect(await completeTick(ctx, { schedule: unique, tickMs })).toEqual({ kind: 'pending' });
  expect(await completeTick(ctx, { schedule: unique, tickMs })).toMatchObject({ kind: 'fired' });
  expect(ctx.bus.published).toHaveLength(1);
});
