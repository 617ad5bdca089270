import { priorities } from '@signalbox/shared/commands/priority';
import { expect, test, vi } from 'vitest';
import { createLanesRig, pause, toPriority } from '../testing/lanes-rig.ts';

test('no more handlers run at once than there are slots, and what has begun is drained', async () => {
  await using rig = await createLanesRig();
  await rig.publish(60);
  let running = 0;
  let most = 0;
  let done = 0;
  const lanes = rig.open({
    slots: 8,
    execute: async (message) => {
      running += 1;
      most = Math.max(most, running);
      await pause(5);
      running -= 1;
      done += 1;
      message.ack();
    },
  });
  await vi.waitFor(() => expect(done).toBeGreaterThan(20), { timeout: 10_000 });
  await lanes.drain();
  expect({ running, most }).toEqual({ running: 0, most: 8 });
});

test('reports on their way hold no slot, and when too many wait it goes on once they are through', async () => {
  await using rig = await createLanesRig();
  const count = 5_000;
  await rig.publish(count);
  let handled = 0;
  const reports: (() => void)[] = [];
  rig.open({
    slots: 512,
    execute: async (message, slot) => {
      handled += 1;
      slot.free();
      await new Promise<void>((resolve) => reports.push(resolve));
      message.ack();
    },
  });
  await vi.waitFor(() => expect(handled).toBeGreaterThan(1_500), { timeout: 10_000 });
  const bounded = handled;
  await vi.waitFor(
    () => {
      for (const resolve of reports.splice(0)) resolve();
      expect(handled).toBe(count);
    },
    { timeout: 4_000 },
  );
  expect(bounded).toBeLessThan(3_000);
  for (const resolve of reports.splice(0)) resolve();
});

test.each([
  { slots: 1, runMs: 0, count: 200 },
  { slots: 1, runMs: 3, count: 100 },
  { slots: 4, runMs: 3, count: 200 },
  { slots: 64, runMs: 3, count: 1_000 },
])(
  'with $slots slots and all lanes full, starts fall 6:3:1 ($runMs ms each)',
  async ({ slots, runMs, count }) => {
    await using rig = await createLanesRig();
    for (const priority of priorities) await rig.publish(count, priority);
    const started: string[] = [];
    rig.open({
      slots,
      execute: async (message) => {
        started.push(toPriority(message.subject));
        if (runMs > 0) await pause(runMs);
        message.ack();
      },
    });
    await vi.waitFor(() => expect(started.length).toBeGreaterThanOrEqual(count), { timeout: 20_000 });
    const shareOf = (priority: string) =>
      started.slice(0, count).filter((name) => name === priority).length / count;
    expect(shareOf('high')).toBeCloseTo(0.6, 1);
    expect(shareOf('normal')).toBeCloseTo(0.3, 1);
    expect(shareOf('low')).toBeGreaterThan(0.08);
    await vi.waitFor(() => expect(started).toHaveLength(3 * count), { timeout: 20_000 });
  },
);

test('a worker that starts, or whose queue is resumed, while all lanes are full begins by their shares', async () => {
  await using rig = await createLanesRig();
  for (const priority of priorities) await rig.publish(200, priority);
  let started: string[] = [];
  let ends: (() => void)[] = [];
  const countStarted = () => priorities.map((priority) => started.filter((name) => name === priority).length);
  const lanes = rig.open({
    slots: 50,
    execute: async (message) => {
      started.push(toPriority(message.subject));
      await new Promise<void>((resolve) => ends.push(resolve));
      message.ack();
    },
  });
  await vi.waitFor(() => expect(countStarted()).toEqual([30, 15, 5]));
  const limits = { isPaused: false, slots: 50, startsPerSecond: undefined };
  lanes.limit({ ...limits, isPaused: true });
  for (const end of ends) end();
  await pause(300);
  [started, ends] = [[], []];
  lanes.limit(limits);
  await vi.waitFor(() => expect(countStarted()).toEqual([30, 15, 5]));
  for (const end of ends) end();
});

test('what another lane leaves is used: one full lane has every slot', async () => {
  await using rig = await createLanesRig();
  await rig.publish(1, 'high');
  await rig.publish(200, 'low');
  let running = 0;
  let most = 0;
  let done = 0;
  rig.open({
    slots: 16,
    execute: async (message) => {
      running += 1;
      most = Math.max(most, running);
      await pause(10);
      running -= 1;
      done += 1;
      message.ack();
    },
  });
  await vi.waitFor(() => expect(done).toBe(201), { timeout: 10_000 });
  expect(most).toBe(16);
});

test('a busy worker holds nothing that an idle one could run', async () => {
  await using rig = await createLanesRig();
  const ends: (() => void)[] = [];
  rig.open({
    slots: 4,
    execute: async (message) => {
      await new Promise<void>((resolve) => ends.push(resolve));
      message.ack();
    },
  });
  await rig.publish(4, 'low');
  await vi.waitFor(() => expect(ends).toHaveLength(4));
  let others = 0;
  rig.open({
    slots: 64,
    execute: async (message) => {
      others += 1;
      message.ack();
    },
  });
  for (const priority of priorities) await rig.publish(20, priority);
  await vi.waitFor(() => expect(others).toBe(60), { timeout: 5_000 });
  for (const end of ends) end();
});

test('a parent that waits lends its slot to its children', async () => {
  await using rig = await createLanesRig();
  const order: string[] = [];
  const child = Promise.withResolvers<void>();
  rig.open({
    slots: 1,
    execute: async (message, slot) => {
      if (order.length === 0) {
        order.push('parent waits');
        await slot.releaseWhile(child.promise);
        order.push('parent goes on');
      } else {
        order.push('child');
        child.resolve();
      }
      message.ack();
    },
  });
  await rig.publish(2);
  await vi.waitFor(() => expect(order).toEqual(['parent waits', 'child', 'parent goes on']));
});
