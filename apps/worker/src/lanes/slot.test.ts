import { expect, test } from 'vitest';
import { SlotPool } from './slot.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a slot is free once its handler is done, and counts once', () => {
  let told = 0;
  const pool = new SlotPool(1, () => (told += 1));
  const slot = pool.take();
  expect(pool.free).toBe(0);
  slot.free();
  slot.free();
  expect({ free: pool.free, reporting: pool.reporting, told }).toEqual({ free: 1, reporting: 1, told: 1 });
});

test('a handler that waits lends its slot and has one again before it goes on', async () => {
  const pool = new SlotPool(1, () => undefined);
  const parent = pool.take();
  const child = Promise.withResolvers<string>();
  let result: string | undefined;
  void parent.releaseWhile(child.promise).then((value) => (result = value));
  expect(pool.free).toBe(1);
  const other = pool.take();
  child.resolve('done');
  await settle();
  expect(result).toBeUndefined();
  other.free();
  await settle();
  expect({ result, free: pool.free }).toEqual({ result: 'done', free: 0 });
});

test('who comes back goes ahead of a new delivery', async () => {
  let told = 0;
  const pool = new SlotPool(1, () => (told += 1));
  const parent = pool.take();
  const resumed = parent.releaseWhile(Promise.resolve());
  expect(told).toBe(1);
  const other = pool.take();
  await settle();
  other.free();
  await resumed;
  expect(told).toBe(1);
});

test('a wait that fails comes back with its error and with a slot', async () => {
  const pool = new SlotPool(1, () => undefined);
  const parent = pool.take();
  await expect(parent.releaseWhile(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(pool.free).toBe(0);
});

test('waits at the same time hold one slot together', async () => {
  const pool = new SlotPool(2, () => undefined);
  const parent = pool.take();
  await Promise.all([parent.releaseWhile(Promise.resolve()), parent.releaseWhile(Promise.resolve())]);
  expect(pool.free).toBe(1);
});

test('an attempt that ends while it waits takes no slot any more', async () => {
  const pool = new SlotPool(1, () => undefined);
  const parent = pool.take();
  const child = Promise.withResolvers<void>();
  const wait = parent.releaseWhile(child.promise);
  const other = pool.take();
  child.resolve();
  await settle();
  parent.free();
  await wait;
  other.free();
  expect(pool.free).toBe(1);
});

test('a limit of 0 lets those who come back go on, one at a time', async () => {
  const pool = new SlotPool(2, () => undefined);
  const [first, second] = [pool.take(), pool.take()];
  const waits = [first.releaseWhile(Promise.resolve()), second.releaseWhile(Promise.resolve())];
  pool.limit = 0;
  await waits[0];
  expect(pool.free).toBe(0);
  first.free();
  await waits[1];
});
