import type { UniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import { newCommandId } from '@signalbox/runtime/ids';
import { afterEach, expect, test, vi } from 'vitest';
import { makeCommand } from '../testing/make-events.ts';
import { MemoryBus, MemoryView } from '../testing/memory-ports.ts';
import { MemoryUniqueKeys } from '../testing/memory-unique-keys.ts';
import { claimUnique, keepUnique, type UniqueHold } from './claim-unique.ts';
import { requireUnique } from './confirm-unique.ts';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { isSameHold, toSince } from '@signalbox/shared/commands/unique-claim';

afterEach(() => vi.restoreAllMocks());

const trace = { traceId: '', headers: {} };

const createContext = () => ({
  bus: new MemoryBus(),
  view: new MemoryView(),
  unique: new MemoryUniqueKeys() as UniqueKeys,
  clock: { now: () => Date.now() },
});

test('the key goes to the first, and the next is told of its command', async () => {
  const ctx = createContext();
  const [first, next] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  expect(await claimUnique(ctx, first, 'key')).toMatchObject({
    hold: { holder: { claim: { id: first.id } } },
  });
  await ctx.bus.publish(first, trace);
  expect(await claimUnique(ctx, next, 'key')).toMatchObject({ unfinished: { command: { id: first.id } } });
});

test('a process that is stopped once it has the key does not publish if another has taken it over', async () => {
  const ctx = createContext();
  const [stopped, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const keys = new MemoryUniqueKeys();
  const key = { name: stopped.name, uniqueKey: 'key' };
  const realNow = performance.now.bind(performance);
  let stoppedForMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + stoppedForMs);
  ctx.unique = {
    find: (asked) => keys.find(asked),
    claim: async (asked, claim, instead) => {
      const answer = await keys.claim(asked, claim, instead);
      if (stoppedForMs > 0) return answer;
      stoppedForMs = 5_000;
      const { id, queue, priority } = other;
      await keys.claim(key, { id, queue, priority, at: Date.now() }, answer);
      await ctx.bus.publish(other, trace);
      return answer;
    },
  };
  expect(await claimUnique(ctx, stopped, 'key')).toMatchObject({ unfinished: { command: { id: other.id } } });
});

const claimHold = async (ctx: ReturnType<typeof createContext>, command: CommandEnvelope) => {
  const claimed = await claimUnique(ctx, command, 'key');
  if ('unfinished' in claimed) throw new Error('the key belongs to another');
  return claimed.hold;
};

const toClaim = ({ id, queue, priority }: CommandEnvelope) => ({ id, queue, priority, at: Date.now() });
const slowly = (hold: UniqueHold): UniqueHold => ({ ...hold, askedAt: performance.now() - 5_000 });

test('a command that asks again keeps its key, and nobody can take it over by what was written before', async () => {
  const ctx = createContext();
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const first = await claimHold(ctx, command);
  const again = await claimHold(ctx, command);
  expect(isSameHold(again.holder, first.holder)).toBe(true);
  const taken = await ctx.unique.claim(again.key, toClaim(other), first.holder);
  expect(taken.claim.id).toBe(command.id);
});

test('a command that was slow to be published keeps its key if nobody has it by then', async () => {
  const ctx = createContext();
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const hold = await claimHold(ctx, command);
  await keepUnique(ctx, slowly(hold));
  await keepUnique(ctx, slowly(hold));
  expect((await ctx.unique.claim(hold.key, toClaim(other), hold.holder)).isNew).toBe(false);
  await ctx.bus.publish({ ...command, uniqueSince: toSince(hold.holder) }, trace);
  await requireUnique(ctx, { ...command, uniqueKey: 'key' });
});

test('a command that was slow to be published, and whose key another has by then, is not accepted', async () => {
  const ctx = createContext();
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const hold = await claimHold(ctx, command);
  await ctx.unique.claim(hold.key, toClaim(other), hold.holder);
  await expect(keepUnique(ctx, slowly(hold))).rejects.toMatchObject({ code: 'bus.unavailable' });
  await expect(requireUnique(ctx, { ...command, uniqueKey: 'key' })).rejects.toThrow('It may have run');
});

test('a command that others are told of keeps its key from who looked before it was there', async () => {
  const ctx = createContext();
  const [command, other, late] = Array.from({ length: 3 }, () => makeCommand(newCommandId()));
  if (!command || !other || !late) throw new Error('too few commands');
  const { key, holder } = await claimHold(ctx, command);
  await ctx.bus.publish({ ...command, uniqueSince: toSince(holder) }, trace);
  expect(await claimUnique(ctx, other, 'key')).toMatchObject({ unfinished: { command: { id: command.id } } });
  expect((await ctx.unique.claim(key, toClaim(late), holder)).isNew).toBe(false);
});

test('a message of an earlier time that its command had the key vouches for nothing', async () => {
  const ctx = createContext();
  const [command, other, next] = Array.from({ length: 3 }, () => makeCommand(newCommandId()));
  if (!command || !other || !next) throw new Error('too few commands');
  const first = await claimHold(ctx, command);
  const passed = await ctx.unique.claim(first.key, toClaim(other), first.holder);
  await ctx.unique.claim(first.key, { ...toClaim(command), at: 0 }, passed);
  await ctx.bus.publish({ ...command, uniqueSince: toSince(first.holder) }, trace);
  expect(await claimUnique(ctx, next, 'key')).toHaveProperty('hold');
});

test('a command that was on the bus, and of which nothing is known any more, has ended: nobody waits', async () => {
  const ctx = createContext();
  const [command, next] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const hold = await claimHold(ctx, command);
  await keepUnique(ctx, slowly(hold));
  const startedAt = performance.now();
  expect(await claimUnique(ctx, next, 'key')).toHaveProperty('hold');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('a command whose message is of an earlier time that it had its key is not answered for', async () => {
  const ctx = createContext();
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const first = await claimHold(ctx, command);
  await ctx.bus.publish({ ...command, uniqueSince: toSince(first.holder) }, trace);
  const passed = await ctx.unique.claim(first.key, toClaim(other), first.holder);
  await ctx.unique.claim(first.key, toClaim(command), passed);
  await expect(requireUnique(ctx, { ...command, uniqueKey: 'key' })).rejects.toThrow('It may have run');
  expect((await ctx.unique.find(first.key))?.claim.isPublished).toBeUndefined();
});
