import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { laneConsumer, streams, subjects } from '@signalbox/shared/naming';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newCommandId } from '../ids.ts';
import { connectBus, type Bus } from './connect.ts';
import { provisionBus } from './provision.ts';
import { pullMessages, type Pull } from './pull.ts';
import type { PulledMessage } from './pulled-message.ts';

const logger = pino({ level: 'silent' });
const ackWaitMs = 1_500;
let server: TestServer;
let bus: Bus;

const connect = (): Promise<Bus> => connectBus({ url: server.url, name: 'test', logger });

const pullBy = (by: Bus, delivered: PulledMessage[]): Pull =>
  pullMessages(by, {
    stream: streams.commands,
    consumer: laneConsumer('default', 'normal'),
    capacity: () => 10,
    onMessage: (message) => delivered.push(message),
    ackWaitMs,
    logger,
  });

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connect();
  await provisionBus(bus, { ackWaitMs, maxDeliver: 25, queues: ['default'] });
});
afterEach(async () => {
  await bus.close();
  await server[Symbol.asyncDispose]();
});

test('what a process had that died comes as a redelivery, though its lease was over before anybody asked', async () => {
  const dying = await connect();
  const first: PulledMessage[] = [];
  const second: PulledMessage[] = [];
  const pull = pullBy(dying, first);
  await bus.js.publish(subjects.command('default', 'normal', newCommandId()), '{}');
  await vi.waitFor(() => expect(first).toHaveLength(1), { timeout: 5_000 });
  await dying.nc.close();
  await pull.stop();
  // Nothing is to be asked of the server meanwhile: whatever wakes the consumer lets it drop dead requests.
  await new Promise((resolve) => setTimeout(resolve, ackWaitMs + 500));
  const next = pullBy(bus, second);
  await vi.waitFor(() => expect(second).toHaveLength(1), { timeout: 5_000 });
  await next.stop();
  expect(second[0]?.deliveryCount).toBe(2);
});
