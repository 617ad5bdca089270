import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { subjects } from '@signalbox/shared/naming';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QueueLanes } from './queue-lanes.ts';
import type { Slot } from './slot.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
let server: TestServer;
let bus: Bus;

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs: 30_000, maxDeliver: 25, queues: ['default'] });
});
afterEach(async () => {
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const publish = async (count: number): Promise<void> => {
  const publisher = createPublisher(bus.nc);
  const sent = Array.from({ length: count }, () =>
    publisher.publish(subjects.command('default', 'normal', newCommandId()), '{}'),
  );
  await Promise.all(sent);
  publisher.close();
};

const open = (slots: number, execute: (message: PulledMessage, slot: Slot) => Promise<void>): QueueLanes =>
  new QueueLanes(bus, {
    queue: 'default',
    slots,
    ackWaitMs: 30_000,
    execute,
    recover: async () => undefined,
    logger,
  });

test('no more handlers run at once than there are slots, and all deliveries are drained', async () => {
  await publish(60);
  let running = 0;
  let most = 0;
  let done = 0;
  const lanes = open(8, async (message) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    done += 1;
    message.ack();
  });
  await vi.waitFor(() => expect(done).toBeGreaterThan(20), { timeout: 10_000 });
  await lanes.drain();
  expect({ running, most }).toEqual({ running: 0, most: 8 });
});

test('reports on their way hold no slot, and when too many wait it goes on once they are through', async () => {
  const count = 5_000;
  await publish(count);
  let handled = 0;
  const reports: (() => void)[] = [];
  const lanes = open(512, async (message, slot) => {
    handled += 1;
    slot.free();
    await new Promise<void>((resolve) => reports.push(resolve));
    message.ack();
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
  await lanes.drain();
});
