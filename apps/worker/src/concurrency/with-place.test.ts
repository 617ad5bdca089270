import { expect, test } from 'vitest';
import { SlotPool } from '../lanes/slot.ts';
import type { KeyRequest } from './key-request.ts';
import { withPlace } from './with-place.ts';

const request: KeyRequest = {
  key: 'document:1',
  limit: 1,
  commandId: 'command',
  queue: 'default',
  message: {
    lease: { confirmedAt: performance.now(), renewedAt: 0, isLost: false },
    working: () => undefined,
  },
  isPointless: () => false,
};

/** A delivery that waits for its place; `grant` gives it that. */
const waitForPlace = () => {
  const pool = new SlotPool(1, () => undefined);
  const done: string[] = [];
  const place = Promise.withResolvers<{ release(): void }>();
  const over = withPlace(request, {
    locks: { tryTake: async () => undefined, wait: () => place.promise },
    slot: pool.take(),
    run: async () => void done.push('run'),
    leave: async () => void done.push('leave'),
  });
  const grant = (): Promise<void> => {
    place.resolve({ release: () => void done.push('release') });
    return over;
  };
  return { pool, done, grant };
};

test('who gets the place it waited for runs in it and gives it back', async () => {
  const { done, grant } = waitForPlace();
  await grant();
  expect(done).toEqual(['run', 'release']);
});

test('who gets its place when the queue is paused leaves it to others and does not run', async () => {
  const { pool, done, grant } = waitForPlace();
  pool.isPaused = true;
  await grant();
  expect(done).toEqual(['release', 'leave']);
});

test('a pause is seen by who waits for a second place when it has the first', async () => {
  const pool = new SlotPool(1, () => undefined);
  const locks = { tryTake: async () => ({ release: () => undefined }), wait: async () => undefined };
  const seen: boolean[] = [];
  await withPlace(request, {
    locks,
    slot: pool.take(),
    run: async (held) => {
      pool.isPaused = true;
      seen.push(held.isPaused);
    },
    leave: async () => undefined,
  });
  expect(seen).toEqual([true]);
});

test.each([
  [true, ['release', 'waited']],
  [false, ['waited', 'release']],
])('whether a place is lent while its handler waits for children: %j', async (isLent, expected) => {
  const pool = new SlotPool(1, () => undefined);
  const done: string[] = [];
  let isHeld = true;
  const hold = {
    release: () => {
      if (isHeld) done.push('release');
      isHeld = false;
    },
  };
  await withPlace(request, {
    locks: { tryTake: async () => hold, wait: async () => hold },
    slot: pool.take(),
    isLent,
    run: async (held) => {
      await held.releaseWhile(Promise.resolve());
      done.push('waited');
    },
    leave: async () => undefined,
  });
  expect(done).toEqual(expected);
});
