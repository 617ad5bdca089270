import { expect, test } from 'vitest';
import { divideRate, divideSlots } from './divide.ts';

const workers = ['worker-a', 'worker-b', 'worker-c'];

test.each([
  { slots: 1, parts: [1, 0, 0] },
  { slots: 3, parts: [1, 1, 1] },
  { slots: 8, parts: [3, 3, 2] },
])('$slots slots are $parts', ({ slots, parts }) => {
  expect(workers.map((instance) => divideSlots(slots, workers, instance))).toEqual(parts);
});

test.each([
  { rate: 0.5, parts: [0.5, 0, 0] },
  { rate: 2.5, parts: [1.25, 1.25, 0] },
  { rate: 10, parts: [10 / 3, 10 / 3, 10 / 3] },
])('$rate a second is $parts', ({ rate, parts }) => {
  expect(workers.map((instance) => divideRate(rate, workers, instance))).toEqual(parts);
});

test('who is not among them has no part', () => {
  expect([divideSlots(5, workers, 'worker-x'), divideRate(5, workers, 'worker-x')]).toEqual([0, 0]);
});
