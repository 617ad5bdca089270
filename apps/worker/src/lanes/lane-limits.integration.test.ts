import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { priorities } from '@signalbox/shared/commands/priority';
import { expect, test, vi } from 'vitest';
import { createLanesRig, pause, toPriority } from '../testing/lanes-rig.ts';
import type { Slot } from './slot.ts';
import type { StartLimits } from './start-gate.ts';

const open: StartLimits = { isPaused: false, slots: 64, startsPerSecond: undefined };

/** Records when each delivery began and how often each was delivered. */
const createRecord = (runMs: number) => {
  const startedAt: number[] = [];
  const deliveries: number[] = [];
  let running = 0;
  let most = 0;
  return {
    startedAt,
    deliveries,
    get most() {
      return most;
    },
    execute: async (message: PulledMessage, slot: Slot): Promise<void> => {
      startedAt.push(performance.now());
      deliveries.push(message.deliveryCount);
      running += 1;
      most = Math.max(most, running);
      await pause(runMs);
      running -= 1;
      slot.free();
      message.ack();
    },
  };
};

test('a paused queue starts nothing, and goes on at once when it is resumed', async () => {
  await using rig = await createLanesRig();
  const record = createRecord(0);
  const lanes = rig.open({ slots: 8, execute: record.execute, limits: { ...open, isPaused: true } });
  for (const priority of priorities) await rig.publish(10, priority);
  await pause(300);
  expect(record.startedAt).toHaveLength(0);
  const resumedAt = performance.now();
  lanes.limit(open);
  await vi.waitFor(() => expect(record.startedAt).toHaveLength(30));
  expect((record.startedAt[0] ?? 0) - resumedAt).toBeLessThan(500);
  expect(Math.max(...record.deliveries)).toBe(1);
});

test('a pause puts back what has not begun and lets run what has', async () => {
  await using rig = await createLanesRig();
  const held = Promise.withResolvers<void>();
  let begun = 0;
  let done = 0;
  let putBack = 0;
  const lanes = rig.open({
    slots: 1,
    execute: async (message) => {
      begun += 1;
      await held.promise;
      done += 1;
      message.ack();
    },
    putBack: async (message) => {
      putBack += 1;
      message.nak();
    },
  });
  // Every lane listens for what comes, so that each is given one.
  await pause(300);
  await Promise.all(priorities.map((priority) => rig.publish(1, priority)));
  await vi.waitFor(() => expect(begun).toBe(1));
  lanes.limit({ ...open, isPaused: true });
  await vi.waitFor(() => expect(putBack).toBe(2));
  held.resolve();
  await rig.publish(5);
  await pause(300);
  expect({ begun, done }).toEqual({ begun: 1, done: 1 });
  lanes.limit(open);
  await vi.waitFor(() => expect(done).toBe(8));
});

test('a lowered limit holds for what begins from then on, and 0 stops the queue here', async () => {
  await using rig = await createLanesRig();
  const record = createRecord(20);
  const lanes = rig.open({ slots: 8, execute: record.execute, limits: { ...open, slots: 2 } });
  await rig.publish(30, 'high');
  await rig.publish(30, 'low');
  await vi.waitFor(() => expect(record.startedAt.length).toBeGreaterThan(20));
  expect(record.most).toBe(2);
  lanes.limit({ ...open, slots: 0 });
  const stoppedAt = record.startedAt.length;
  await pause(200);
  expect(record.startedAt).toHaveLength(stoppedAt);
  lanes.limit(open);
  await vi.waitFor(() => expect(record.startedAt).toHaveLength(60));
  expect(record.most).toBe(8);
});

test('a rate is kept from the first second on, over all lanes', async () => {
  await using rig = await createLanesRig();
  const record = createRecord(1);
  for (const priority of priorities) await rig.publish(60, priority);
  const beganAt = performance.now();
  rig.open({ slots: 64, execute: record.execute, limits: { ...open, startsPerSecond: 40 } });
  await vi.waitFor(() => expect(record.startedAt.length).toBeGreaterThanOrEqual(100), { timeout: 6_000 });
  const within = (ms: number) => record.startedAt.filter((at) => at - beganAt < ms).length;
  expect(within(1_000)).toBeLessThanOrEqual(44);
  expect(within(2_000)).toBeLessThanOrEqual(84);
  expect(within(2_000)).toBeGreaterThan(68);
  // Without tokens nothing is pulled, so nothing is pulled and put back.
  expect(record.deliveries.filter((count) => count > 1).length).toBeLessThan(3);
});

test('what comes to nothing that runs costs no start', async () => {
  await using rig = await createLanesRig();
  const record = createRecord(0);
  let dismissed = 0;
  await rig.publish(60, 'high');
  await rig.publish(10, 'low');
  const beganAt = performance.now();
  rig.open({
    slots: 8,
    execute: async (message, slot) => {
      if (toPriority(message.subject) === 'low') return record.execute(message, slot);
      dismissed += 1;
      message.ack();
    },
    limits: { ...open, startsPerSecond: 10 },
  });
  await vi.waitFor(() => expect([dismissed, record.startedAt.length]).toEqual([60, 10]), { timeout: 6_000 });
  expect(performance.now() - beganAt).toBeLessThan(4_000);
  expect(performance.now() - beganAt).toBeGreaterThan(700);
});

test('a slow rate holds nothing back from a worker that may start it', async () => {
  await using rig = await createLanesRig();
  const slow = createRecord(0);
  const free = createRecord(0);
  rig.open({ slots: 8, execute: slow.execute, limits: { ...open, startsPerSecond: 0.1 } });
  await rig.publish(1, 'low');
  await vi.waitFor(() => expect(slow.startedAt).toHaveLength(1));
  rig.open({ slots: 8, execute: free.execute });
  for (const priority of priorities) await rig.publish(5, priority);
  await vi.waitFor(() => expect(free.startedAt).toHaveLength(15), { timeout: 5_000 });
});

test('a worker that stops gives back what has not begun, and others have it at once', async () => {
  await using rig = await createLanesRig();
  const held = Promise.withResolvers<void>();
  let begun = 0;
  const stopping = rig.open({
    slots: 1,
    execute: async (message) => {
      begun += 1;
      await held.promise;
      message.ack();
    },
  });
  await Promise.all(priorities.map((priority) => rig.publish(1, priority)));
  await vi.waitFor(() => expect(begun).toBe(1));
  const drained = stopping.drain();
  const other = createRecord(0);
  rig.open({ slots: 8, execute: other.execute });
  await vi.waitFor(() => expect(other.startedAt).toHaveLength(2), { timeout: 3_000 });
  held.resolve();
  await drained;
  expect(begun).toBe(1);
});
