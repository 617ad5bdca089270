import { expect, test } from 'vitest';
import { createFlowGate } from './flow-gate.ts';

const createWitness = (maxCount: number, maxBytes: number) => {
  const calls: string[] = [];
  const gate = createFlowGate({
    maxCount,
    maxBytes,
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
  });
  return { calls, gate };
};

test('pauses at the bound of number, keeps the rest waiting in order, and resumes when there is room', async () => {
  const { calls, gate } = createWitness(2, 1_000);
  const admitted: number[] = [];
  const entries = [1, 2, 3, 4].map((index) => gate.enter(1).then(() => admitted.push(index)));
  await Promise.all(entries.slice(0, 2));
  expect(admitted).toEqual([1, 2]);
  expect(calls).toEqual(['pause']);
  gate.leave(1);
  await entries[2];
  expect(admitted).toEqual([1, 2, 3]);
  gate.leave(1);
  await entries[3];
  expect(calls).toEqual(['pause']);
  gate.leave(1);
  expect(calls).toEqual(['pause', 'resume']);
});

test('pauses at the bound of memory, yet lets a request pass that is larger than the bound', async () => {
  const { calls, gate } = createWitness(10, 100);
  await gate.enter(150);
  expect(calls).toEqual(['pause']);
  gate.leave(150);
  expect(calls).toEqual(['pause', 'resume']);
});

test('is idle when the last one leaves', async () => {
  const { gate } = createWitness(10, 100);
  await gate.enter(1);
  let idle = false;
  const waiting = gate.idle().then(() => (idle = true));
  await Promise.resolve();
  expect(idle).toBe(false);
  gate.leave(1);
  await waiting;
  expect(idle).toBe(true);
});
