import { afterEach, expect, test, vi } from 'vitest';
import type { KeyRequest } from '../concurrency/key-request.ts';
import { SuspectTurns } from './suspect-turns.ts';

const opened: SuspectTurns[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const turns of opened.splice(0)) turns.close();
});

const leases = { keep: vi.fn<() => void>(), hasLapsed: () => false };

const open = (): SuspectTurns => {
  const turns = new SuspectTurns({ size: 1, leases, ackWaitMs: 600, isConnected: () => true });
  opened.push(turns);
  return turns;
};

const makeRequest = (changes: Partial<KeyRequest> = {}): KeyRequest => ({
  key: '',
  limit: 1,
  commandId: 'any',
  queue: 'default',
  message: {
    lease: { confirmedAt: 0, renewedAt: 0, isLost: false },
    working: () => undefined,
  },
  isPointless: () => false,
  ...changes,
});

test('who comes when all turns are taken waits, first come first served', async () => {
  const turns = open();
  const first = await turns.tryTake(makeRequest());
  expect(await turns.tryTake(makeRequest())).toBeUndefined();
  const order: string[] = [];
  const second = turns.wait(makeRequest()).then((hold) => (order.push('second'), hold));
  const third = turns.wait(makeRequest()).then((hold) => (order.push('third'), hold));
  first?.release();
  first?.release();
  const hold = await second;
  expect(order).toEqual(['second']);
  expect(await turns.tryTake(makeRequest())).toBeUndefined();
  hold?.release();
  (await third)?.release();
  expect(await turns.tryTake(makeRequest())).toBeDefined();
});

test('a turn that is given back before anybody waits is not lost', async () => {
  const turns = open();
  const first = await turns.tryTake(makeRequest());
  expect(await turns.tryTake(makeRequest())).toBeUndefined();
  first?.release();
  expect(await turns.wait(makeRequest())).toBeDefined();
});

test('the leases of all are kept, and who need not wait any more leaves', async () => {
  vi.useFakeTimers();
  const turns = open();
  await turns.tryTake(makeRequest());
  let isPointless = false;
  const waiting = turns.wait(makeRequest({ isPointless: () => isPointless }));
  leases.keep.mockClear();
  vi.advanceTimersByTime(100);
  expect(leases.keep).toHaveBeenCalledTimes(2);
  isPointless = true;
  vi.advanceTimersByTime(100);
  expect(await waiting).toBeUndefined();
});

test('of one queue not too many wait, and none after the close', async () => {
  const turns = open();
  await turns.tryTake(makeRequest());
  const waiting = Array.from({ length: 64 }, () => turns.wait(makeRequest()));
  expect(await turns.wait(makeRequest())).toBeUndefined();
  turns.close();
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 64 }));
  expect(await turns.wait(makeRequest())).toBeUndefined();
});
