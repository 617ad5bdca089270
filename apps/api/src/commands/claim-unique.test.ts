import { newCommandId } from '@signalbox/runtime/ids';
import { afterEach, expect, test, vi } from 'vitest';
import { makeCommand } from '../testing/make-events.ts';
import { MemoryBus, MemoryView } from '../testing/memory-ports.ts';
import { MemoryUniqueKeys } from '../testing/memory-unique-keys.ts';
import { claimUnique } from './claim-unique.ts';
import type { UniqueKeys } from './ports.ts';

afterEach(() => vi.restoreAllMocks());

const createContext = () => ({
  bus: new MemoryBus(),
  view: new MemoryView(),
  unique: new MemoryUniqueKeys() as UniqueKeys,
  clock: { now: () => Date.now() },
});

test('the key goes to the first, and the next is told of its command', async () => {
  const ctx = createContext();
  const [first, next] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  expect(await claimUnique(ctx, first, 'key')).toBeUndefined();
  await ctx.bus.publish(first, { traceId: '', headers: {} });
  expect(await claimUnique(ctx, next, 'key')).toMatchObject({ command: { id: first.id } });
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
    claim: async (asked, claim, instead) => {
      const answer = await keys.claim(asked, claim, instead);
      if (stoppedForMs > 0) return answer;
      stoppedForMs = 5_000;
      const { id, queue, priority } = other;
      const holder = await keys.claim(key, { id, queue, priority, at: Date.now() });
      await keys.claim(key, { id, queue, priority, at: Date.now() }, holder);
      await ctx.bus.publish(other, { traceId: '', headers: {} });
      return answer;
    },
  };
  expect(await claimUnique(ctx, stopped, 'key')).toMatchObject({ command: { id: other.id } });
});
