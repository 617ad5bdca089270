import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { laneConsumer, streams, subjects } from '@signalbox/shared/naming';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newCommandId } from '../ids.ts';
import { connectBus, type Bus } from './connect.ts';
import { keepLeases, type Leases } from './leases.ts';
import { provisionBus } from './provision.ts';
import { pullMessages, type Pull } from './pull.ts';
import type { PulledMessage } from './pulled-message.ts';

const logger = pino({ level: 'silent' });
const ackWaitMs = 1_500;
let server: TestServer;
let bus: Bus;
let leases: Leases;
let pull: Pull;
let delivered: PulledMessage[];

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs, maxDeliver: 25, queues: ['default'] });
  leases = keepLeases(bus.nc, ackWaitMs);
  delivered = [];
  pull = pullMessages(bus, {
    stream: streams.commands,
    consumer: laneConsumer('default', 'normal'),
    capacity: () => 10,
    onMessage: (message) => delivered.push(message),
    logger,
  });
});
afterEach(async () => {
  await pull.stop();
  leases.close();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const take = async (): Promise<PulledMessage> => {
  await bus.js.publish(subjects.command('default', 'normal', newCommandId()), '{}');
  await vi.waitFor(() => expect(delivered).toHaveLength(1), { timeout: 5_000 });
  const [message] = delivered;
  if (!message) throw new Error('no delivery');
  return message;
};

test('the server confirms renewals, and a delivery that is kept comes to nobody else', async () => {
  const message = await take();
  const begunAt = message.lease.confirmedAt;
  await vi.waitFor(
    () => {
      leases.keep(message);
      expect(message.lease.confirmedAt - begunAt).toBeGreaterThan(3 * ackWaitMs);
    },
    { timeout: 5 * ackWaitMs, interval: 50 },
  );
  expect(leases.hasLapsed(message)).toBe(false);
  expect(delivered).toHaveLength(1);
});

test('a lease counts from when its renewal was sent, not from when the answer came', async () => {
  const message = await take();
  await vi.waitFor(
    () => {
      leases.keep(message);
      expect(message.lease.renewedAt).toBeGreaterThan(0);
      expect(message.lease.confirmedAt).toBe(message.lease.renewedAt);
    },
    { timeout: ackWaitMs, interval: 20 },
  );
});

test('without a server nothing is confirmed, and what has lapsed stays so', async () => {
  const message = await take();
  const { confirmedAt } = message.lease;
  await server[Symbol.asyncDispose]();
  await vi.waitFor(
    () => {
      leases.keep(message);
      expect(leases.hasLapsed(message)).toBe(true);
    },
    { timeout: 2 * ackWaitMs, interval: 50 },
  );
  expect(message.lease.confirmedAt).toBe(confirmedAt);
  message.lease.confirmedAt = performance.now();
  expect(leases.hasLapsed(message)).toBe(true);
});
