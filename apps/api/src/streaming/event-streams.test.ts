import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEventStreams } from './event-streams.ts';

/** A client that asks and then reads nothing. */
const acceptIdleClient = async (): Promise<ServerResponse> => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => resolve(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return promise;
};

test('a client that reads too slowly is dropped, the others stay', async () => {
  const streams = createEventStreams({ maxUnsentBytes: 1_000_000, pingMs: 60_000 });
  const [slow, other] = [await acceptIdleClient(), await acceptIdleClient()];
  const stream = streams.open(slow, {});
  streams.open(other, {});
  const text = `data: ${'x'.repeat(100_000)}\n\n`;
  // The kernel takes some megabytes before anything piles up here.
  for (let sent = 0; sent < 1_000 && stream.isOpen; sent += 1) stream.send(text);
  expect(stream.isOpen).toBe(false);
  await vi.waitFor(() => expect(streams.size).toBe(1));
  expect(() => stream.send(text)).not.toThrow();
});

test('drained waits for a slow client, and no longer than it is there', async () => {
  const streams = createEventStreams({ maxUnsentBytes: 1_000_000_000, pingMs: 60_000 });
  const response = await acceptIdleClient();
  const stream = streams.open(response, {});
  await stream.drained();
  while (!response.writableNeedDrain || response.writableLength < 5_000_000) stream.send('x'.repeat(500_000));
  const drained = vi.fn();
  const waiting = stream.drained().then(drained);
  await new Promise((resolve) => setImmediate(resolve));
  expect(drained).not.toHaveBeenCalled();
  response.destroy();
  await waiting;
});

test('a quiet stream is pinged', async () => {
  const streams = createEventStreams({ maxUnsentBytes: 1_000_000, pingMs: 10 });
  const response = await acceptIdleClient();
  const write = vi.spyOn(response, 'write');
  streams.open(response, {});
  await vi.waitFor(() => expect(write).toHaveBeenCalledWith(expect.stringContaining(': ping')));
});
