import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import {
  createAttemptsLedger,
  provisionAttemptsLedger,
  type AttemptsLedger,
} from '@signalbox/runtime/bus/attempts-ledger';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { findQueuedSequence } from '@signalbox/runtime/bus/queued-messages';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { pullMessages, type Pull } from '@signalbox/runtime/bus/pull';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { laneConsumer, streams, subjects } from '@signalbox/shared/naming';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { giveBack } from './give-back.ts';
import { noPast } from './past.ts';
import { renew } from './renew.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
const maxDeliver = 4;
const leases = { hasLapsed: () => false };
let server: TestServer;
let bus: Bus;
let publisher: Publisher;
let ledger: AttemptsLedger;
let pull: Pull;
let delivered: PulledMessage[];

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs: 30_000, maxDeliver, queues: ['default'] });
  await provisionAttemptsLedger(bus);
  publisher = createPublisher(bus.nc);
  ledger = createAttemptsLedger(bus, publisher);
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
  publisher.close();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const publish = async (): Promise<string> => {
  const id = newCommandId();
  await publisher.publish(subjects.command('default', 'normal', id), `{"id":"${id}"}`, {
    messageId: id,
    headers: { traceparent: 'trace' },
  });
  return id;
};

const next = async (count: number): Promise<PulledMessage> => {
  await vi.waitFor(() => expect(delivered).toHaveLength(count), { timeout: 5_000 });
  const message = delivered[count - 1];
  if (!message) throw new Error('no delivery');
  return message;
};

const countQueued = async (): Promise<number> =>
  (await bus.jsm.streams.info(streams.commands)).state.messages;

test('what is given back is in the ledger before it comes again', async () => {
  const id = await publish();
  await giveBack(
    await next(1),
    { id, past: { ...noPast, attempts: 1 }, afterMs: 0 },
    { ledger, publisher, maxDeliver, leases },
  );
  const again = await next(2);
  expect(again.deliveryCount).toBe(2);
  expect((await ledger.read(id)).entry).toEqual({ delivery: 1, attempts: 1, sequence: again.sequence });
});

test('before the server’s deliveries are spent the command is published anew, once, with all that it carried', async () => {
  const id = await publish();
  const options = { ledger, publisher, maxDeliver, leases };
  await giveBack(await next(1), { id, past: { ...noPast, attempts: 1 }, afterMs: 0 }, options);
  const old = await next(2);
  const past = { attempts: 2, deaths: 1, spared: 3 };
  await giveBack(old, { id, past, afterMs: 500 }, options);
  const renewed = await next(3);
  expect(renewed.sequence).toBeGreaterThan(old.sequence);
  expect(renewed.deliveryCount).toBe(1);
  expect(renewed.header('traceparent')).toBe('trace');
  expect(JSON.parse(new TextDecoder().decode(renewed.data))).toMatchObject({ id, renewed: past });
  expect((await ledger.read(id)).entry).toEqual({ delivery: 0, sequence: renewed.sequence, ...past });
  expect(await findQueuedSequence(bus, id)).toBe(renewed.sequence);
  expect(await renew(old, { id, past: { ...noPast, attempts: 2 }, notBefore: 0 }, options)).toBe(true);
  expect(await countQueued()).toBe(1);
});

test('who renews does not write over what the new message’s worker wrote', async () => {
  const id = await publish();
  const old = await next(1);
  const later = { delivery: 1, attempts: 7, sequence: 99 };
  const overtaken: AttemptsLedger = {
    read: (of) => ledger.read(of),
    write: async (...entry) => {
      await ledger.write(id, later);
      await ledger.write(...entry);
    },
  };
  expect(
    await renew(
      old,
      { id, past: { ...noPast, attempts: 2 }, notBefore: 0 },
      { ledger: overtaken, publisher },
    ),
  ).toBe(true);
  expect((await ledger.read(id)).entry).toEqual(later);
});

test('a renewal that nobody confirms is given back, and looked for at the next delivery', async () => {
  const id = await publish();
  const deaf: Publisher = { ...publisher, publish: () => Promise.reject(new Error('no answer')) };
  await giveBack(
    await next(1),
    { id, past: { ...noPast, attempts: 1 }, afterMs: 0 },
    { ledger, publisher, maxDeliver, leases },
  );
  await giveBack(
    await next(2),
    { id, past: { ...noPast, attempts: 2 }, afterMs: 0 },
    { ledger, publisher: deaf, maxDeliver, leases },
  );
  const again = await next(3);
  expect(again.deliveryCount).toBe(3);
  expect((await ledger.read(id)).entry).toEqual({
    delivery: 2,
    attempts: 2,
    sequence: again.sequence,
    isRenewing: true,
  });
});
