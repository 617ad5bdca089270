import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { Msg } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBus, type Bus } from './connect.ts';
import { toWire } from './wire.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
let server: TestServer;
let bus: Bus;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
});
afterAll(async () => {
  await bus.close();
  await server[Symbol.asyncDispose]();
});

/** What arrives on a subject, in the order of arrival. */
const listen = async (subject: string): Promise<Msg[]> => {
  const received: Msg[] = [];
  bus.nc.subscribe(subject, { callback: (_, message) => void received.push(message) });
  await bus.nc.flush();
  return received;
};

const settled = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
  await bus.nc.flush();
};

test('the client that is installed lets messages be gathered', () => {
  expect(toWire(bus.nc).isGathering, 'the client changed: adapt findProtocol in wire.ts').toBe(true);
});

test('messages of one turn arrive whole, in order, with reply and headers, in any script', async () => {
  const received = await listen('wire.order');
  const wire = toWire(bus.nc);
  wire.send({ subject: 'wire.order', payload: 'plain' });
  wire.send({ subject: 'wire.order', payload: '', reply: 'answers.here' });
  wire.send({ subject: 'wire.order', payload: 'grüße 你好 🙂', headers: { 'Nats-Msg-Id': 'a', other: 'b' } });
  await settled();
  expect(received.map((message) => message.string())).toEqual(['plain', '', 'grüße 你好 🙂']);
  expect(received[1]?.reply).toBe('answers.here');
  expect(received[2]?.headers?.get('Nats-Msg-Id')).toBe('a');
  expect(received[2]?.headers?.get('other')).toBe('b');
});

test('bytes arrive as they are, in order with the text around them', async () => {
  const received = await listen('wire.bytes');
  const wire = toWire(bus.nc);
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  wire.send({ subject: 'wire.bytes', payload: 'before' });
  wire.send({ subject: 'wire.bytes', payload: bytes, headers: { a: 'b' } });
  wire.send({ subject: 'wire.bytes', payload: bytes.subarray(100), reply: 'answers.here' });
  wire.send({ subject: 'wire.bytes', payload: 'after' });
  await settled();
  expect(received.map(({ data }) => Buffer.from(data).toString('hex'))).toEqual([
    Buffer.from('before').toString('hex'),
    Buffer.from(bytes).toString('hex'),
    Buffer.from(bytes.subarray(100)).toString('hex'),
    Buffer.from('after').toString('hex'),
  ]);
});

test('what would make the server close the connection is refused before', async () => {
  const wire = toWire(bus.nc);
  const limit = bus.nc.info?.max_payload ?? 0;
  expect(() => wire.send({ subject: 'wire.large', payload: 'x'.repeat(limit + 1) })).toThrow(
    /bytes are more/,
  );
  expect(() => wire.send({ subject: 'wire.header', payload: '', headers: { a: 'b\r\nPUB x 0' } })).toThrow(
    /line break/,
  );
  const received = await listen('wire.after');
  wire.send({ subject: 'wire.after', payload: 'still here' });
  await settled();
  expect(received).toHaveLength(1);
});

test('more than fits into one piece goes out in several, in order', async () => {
  const received = await listen('wire.many');
  const wire = toWire(bus.nc);
  const payload = 'y'.repeat(100_000);
  for (let index = 0; index < 40; index += 1)
    wire.send({ subject: 'wire.many', payload: `${index} ${payload}` });
  await settled();
  expect(received.map((message) => Number.parseInt(message.string(), 10))).toEqual(
    Array.from({ length: 40 }, (_, index) => index),
  );
});
