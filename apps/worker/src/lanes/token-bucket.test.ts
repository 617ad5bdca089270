import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

/** Takes whatever there is, every few ms. */
const countStarts = (bucket: TokenBucket, { fromMs, toMs }: { fromMs: number; toMs: number }): number => {
  let starts = 0;
  for (let now = fromMs; now <= toMs; now += 5) {
    for (let left = bucket.available(now); left > 0; left -= 1) {
      bucket.take();
      starts += 1;
    }
  }
  return starts;
};

test('each second has its share, the first as well', () => {
  for (const rate of [2, 10, 250, 1_000]) {
    const bucket = new TokenBucket(rate, 0);
    const first = countStarts(bucket, { fromMs: 0, toMs: 1_000 });
    const fifth = first + countStarts(bucket, { fromMs: 1_005, toMs: 5_000 });
    expect(Math.abs(first - rate)).toBeLessThanOrEqual(1);
    expect(Math.abs(fifth - 5 * rate)).toBeLessThanOrEqual(1);
  }
});

test('after a rest there is little more than a second of starts in a second', () => {
  const bucket = new TokenBucket(10, 0);
  expect(countStarts(bucket, { fromMs: 3_600_000, toMs: 3_601_000 })).toBeLessThanOrEqual(12);
});

test('what is given back can be taken again', () => {
  const bucket = new TokenBucket(1, 0);
  expect(bucket.available(1_000)).toBe(1);
  bucket.take();
  expect(bucket.available(1_000)).toBe(0);
  bucket.giveBack();
  expect(bucket.available(1_000)).toBe(1);
});

test('less than one a second begins at once and says how long the next takes', () => {
  const bucket = new TokenBucket(0.5, 0);
  expect(bucket.available(0)).toBe(1);
  bucket.take();
  expect(bucket.waitMs(0)).toBe(2_000);
  expect(bucket.available(1_999)).toBe(0);
  expect(bucket.available(2_000)).toBe(1);
});
