import { toPlaces, type LockPlaces, type PlaceState } from '@signalbox/runtime/bus/lock-places';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { KeyLocks } from './key-locks.ts';
import type { KeyRequest } from './key-request.ts';

/** The bucket as the server keeps it, and all who watch it. */
const createPlaces = () => {
  const states = new Map<string, PlaceState>();
  const watchers: ((place: string, state: PlaceState) => void)[] = [];
  let revision = 0;
  const write = (place: string, holder: PlaceState['holder'], after: number): number | undefined => {
    if ((states.get(place)?.revision ?? 0) !== after) return undefined;
    revision += 1;
    const state = { holder, revision };
    states.set(place, state);
    for (const watcher of watchers) watcher(place, state);
    return revision;
  };
  const places: LockPlaces = {
    hold: async (place, holder, after) => write(place, holder, after),
    release: async (place, after) => write(place, undefined, after),
    read: async (place) => states.get(place) ?? { holder: undefined, revision: 0 },
    watch: async (onState) => {
      for (const [place, state] of states) onState(place, state);
      watchers.push(onState);
      return { ready: Promise.resolve(), stop: () => undefined };
    },
  };
  return { places, states };
};

const ackWaitMs = 60;
const opened: KeyLocks[] = [];
afterEach(() => {
  for (const locks of opened.splice(0)) locks.stop();
});

const open = (places: LockPlaces, worker: string): KeyLocks => {
  const locks = new KeyLocks({
    places,
    leases: { keep: () => undefined, hasLapsed: ({ lease }) => lease.isLost },
    worker,
    ackWaitMs,
    isConnected: () => true,
    logger: pino({ level: 'silent' }),
  });
  opened.push(locks);
  return locks;
};

let counter = 0;
const ask = (changes: Partial<KeyRequest> = {}): KeyRequest => ({
  key: 'document:1',
  limit: 1,
  commandId: `command-${(counter += 1)}`,
  queue: 'default',
  message: {
    lease: { confirmedAt: performance.now(), renewedAt: 0, isLost: false },
    working: () => undefined,
  },
  isPointless: () => false,
  ...changes,
});

test('a key has as many places as its limit says, in all workers together', async () => {
  const { places } = createPlaces();
  const [one, two] = [open(places, 'one'), open(places, 'two')];
  const held = [await one.tryTake(ask({ limit: 2 })), await two.tryTake(ask({ limit: 2 }))];
  expect(held.every((hold) => hold !== undefined)).toBe(true);
  expect(await one.tryTake(ask({ limit: 2 }))).toBeUndefined();
  expect(await two.tryTake(ask({ limit: 2 }))).toBeUndefined();
  expect(await two.tryTake(ask({ key: 'document:2' }))).toBeDefined();
});

test('who waits gets the place when it is free, in the order of arrival, from whichever worker', async () => {
  const { places } = createPlaces();
  const [one, two] = [open(places, 'one'), open(places, 'two')];
  const hold = await one.tryTake(ask());
  const order: string[] = [];
  await two.tryTake(ask({ key: 'opens the watch' }));
  const first = two.wait(ask()).then((next) => (order.push('first'), next));
  const second = two.wait(ask()).then((next) => (order.push('second'), next));
  hold?.release();
  (await first)?.release();
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('an answer that news of a free place have overtaken makes nobody wait for it', async () => {
  const { places } = createPlaces();
  const answered = Promise.withResolvers<void>();
  const read: LockPlaces['read'] = async (place) => {
    const state = await places.read(place);
    await answered.promise;
    return state;
  };
  const watch: LockPlaces['watch'] = async () => ({ ready: Promise.resolve(), stop: () => undefined });
  const locks = open({ ...places, read, watch }, 'one');
  const [first, second] = [ask(), ask()];
  const [hold, refused] = [locks.tryTake(first), locks.tryTake(second)];
  (await hold)?.release();
  await vi.waitFor(async () =>
    expect((await places.read(toPlaces(first.key, 1)[0] ?? '')).holder).toBeUndefined(),
  );
  answered.resolve();
  expect(await refused).toBeUndefined();
  expect(await locks.tryTake(second)).toBeDefined();
});

test('the place of a holder that died is taken, and not before it is dead', async () => {
  const { places } = createPlaces();
  const [one, two] = [open(places, 'one'), open(places, 'two')];
  await one.tryTake(ask());
  const takenAt = performance.now();
  one.stop();
  expect(await two.tryTake(ask())).toBeUndefined();
  expect(await two.wait(ask())).toBeDefined();
  expect(performance.now() - takenAt).toBeGreaterThanOrEqual(1.5 * ackWaitMs);
});

test('a holder that lives keeps its place', async () => {
  const { places, states } = createPlaces();
  const [one, two] = [open(places, 'one'), open(places, 'two')];
  await one.tryTake(ask());
  let isGiven = false;
  void two.wait(ask()).then((hold) => (isGiven = hold !== undefined));
  await vi.waitFor(() => expect([...states.values()][0]?.revision).toBeGreaterThan(8), { timeout: 5_000 });
  expect(isGiven).toBe(false);
});

test('a holder that was taken for dead loses its lease', async () => {
  const { places, states } = createPlaces();
  const one = open(places, 'one');
  const request = ask();
  await one.tryTake(request);
  const [[place = '', state] = []] = states;
  await places.hold(place, { commandId: 'other', worker: 'two', at: 0 }, state?.revision ?? 0);
  await vi.waitFor(() => expect(request.message.lease.isLost).toBe(true));
});

test('a later attempt of the command that holds the place need not wait for its death', async () => {
  const { places } = createPlaces();
  const [one, two] = [open(places, 'one'), open(places, 'two')];
  const request = ask();
  await one.tryTake(request);
  expect(await two.tryTake(request)).toBeDefined();
});

test('whom waiting serves no more leaves: its command is canceled, its lease is lost, or the worker stops', async () => {
  const { places } = createPlaces();
  const locks = open(places, 'one');
  await locks.tryTake(ask());
  expect(await locks.wait(ask({ isPointless: () => true }))).toBeUndefined();
  const lost = ask();
  lost.message.lease.isLost = true;
  expect(await locks.wait(lost)).toBeUndefined();
  const waiting = locks.wait(ask());
  locks.close();
  expect(await waiting).toBeUndefined();
});

test('no more than 64 of one queue wait', async () => {
  const { places } = createPlaces();
  const locks = open(places, 'one');
  await locks.tryTake(ask());
  for (let count = 0; count < 64; count += 1) void locks.wait(ask());
  expect(await locks.wait(ask())).toBeUndefined();
  void locks.wait(ask({ queue: 'other' }));
  locks.close();
});
