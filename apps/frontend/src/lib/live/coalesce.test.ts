import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCoalescer } from './coalesce.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const setUp = () => {
  const batches: number[][] = [];
  return {
    batches,
    coalescer: createCoalescer<number>({ everyMs: 250, flush: (items) => batches.push(items) }),
  };
};

test('The first item goes through at once', () => {
  const { batches, coalescer } = setUp();
  coalescer.add(1);
  expect(batches).toEqual([[1]]);
});

test('Items that follow arrive together after the interval', () => {
  const { batches, coalescer } = setUp();
  for (const item of [1, 2, 3]) coalescer.add(item);
  vi.advanceTimersByTime(249);
  expect(batches).toEqual([[1]]);
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([[1], [2, 3]]);
});

test('A steady flow is handed on at most four times a second, and nothing is lost', () => {
  const { batches, coalescer } = setUp();
  for (let item = 0; item < 500; item++) {
    coalescer.add(item);
    vi.advanceTimersByTime(2);
  }
  vi.advanceTimersByTime(250);
  expect(batches.length).toBeLessThanOrEqual(5);
  expect(batches.flat()).toHaveLength(500);
});

test('After a pause the next item goes through at once again', () => {
  const { batches, coalescer } = setUp();
  coalescer.add(1);
  vi.advanceTimersByTime(1_000);
  coalescer.add(2);
  expect(batches).toEqual([[1], [2]]);
});

test('A stopped coalescer hands nothing on', () => {
  const { batches, coalescer } = setUp();
  coalescer.add(1);
  coalescer.add(2);
  coalescer.stop();
  vi.advanceTimersByTime(1_000);
  expect(batches).toEqual([[1]]);
});
