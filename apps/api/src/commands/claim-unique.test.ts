import { newCommandId } from '@signalbox/runtime/ids';
import { afterEach, expect, test, vi } from 'vitest';
import { makeCommand } from '../testing/make-events.ts';
import { MemoryBus, MemoryView } from '../testing/memory-ports.ts';
import { MemoryUniqueKeys } from '../testing/memory-unique-keys.ts';
import { claimUnique, keepUnique, requireUnique, type UniqueHold } from './claim-unique.ts';
import type { UniqueKeys } from './ports.ts';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

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
  const turn = await claimUnique(ctx, command, 'key');
  if ('unfinished' in turn) throw new Error('the key belongs to another');
  return turn.hold;
};

test('a command that asks again keeps its key, and nobody can take it over by what was written before', async () => {
  const ctx = createContext();
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const first = await claimHold(ctx, command);
  const again = await claimHold(ctx, command);
  expect(again.since).toBe(first.since);
  const { id, queue, priority } = other;
  const taken = await ctx.unique.claim(again.key, { id, queue, priority, at: 0 }, first.holder);
  expect(taken.claim.id).toBe(command.id);
});

test('a command that was slow to be published is accepted only if it still has its key', async () => {
  const ctx = createContext();
  const [kept, lost] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const { id, queue, priority } = makeCommand(newCommandId());
  const claim = { id, queue, priority, at: Date.now() };
  const slowly = (hold: UniqueHold): UniqueHold => ({ ...hold, askedAt: performance.now() - 5_000 });
  const hold = await claimHold(ctx, kept);
  await keepUnique(ctx, slowly(hold));
  await keepUnique(ctx, slowly(hold));
  expect((await ctx.unique.claim(hold.key, claim, hold.holder)).isNew).toBe(false);
  await requireUnique(ctx, { ...kept, uniqueKey: 'key' });

  const other = { ...createContext(), bus: ctx.bus };
  const stolen = await claimHold(other, lost);
  await other.unique.claim(stolen.key, claim, stolen.holder);
  await expect(keepUnique(other, slowly(stolen))).rejects.toMatchObject({ code: 'bus.unavailable' });
  await expect(requireUnique(other, { ...lost, uniqueKey: 'key' })).rejects.toThrow('too slow');
});
