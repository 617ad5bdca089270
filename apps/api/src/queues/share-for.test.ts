import { expect, test } from 'vitest';
import { shareFor } from './share-for.ts';

test('one read serves all who ask in its time', async () => {
  let reads = 0;
  const read = shareFor(async () => (reads += 1), 60_000);
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  expect(await read()).toBe(1);
});

test('after its time it is read anew', async () => {
  let reads = 0;
  const read = shareFor(async () => (reads += 1), 0);
  expect([await read(), await read()]).toEqual([1, 2]);
});

test('a failure is not kept', async () => {
  let reads = 0;
  const read = shareFor(async () => {
    reads += 1;
    if (reads === 1) throw new Error('away');
    return reads;
  }, 60_000);
  await expect(read()).rejects.toThrow('away');
  expect(await read()).toBe(2);
});
