import { startNatsServer } from '@signalbox/embedded/harness';
import { recorderConsumer, streams, subjects } from '@signalbox/shared/naming';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { connectBus } from './connect.ts';
import { provisionBus } from './provision.ts';
import { pullMessages } from './pull.ts';
import type { PulledMessage } from './pulled-message.ts';

const logger = pino({ level: 'silent' });

test('what was acknowledged while the server was away is known to it when it is back', async () => {
  await using server = await startNatsServer();
  const bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs: 30_000, maxDeliver: 25, queues: [] });
  const delivered: PulledMessage[] = [];
  let isWritten = false;
  const pull = pullMessages(bus, {
    stream: streams.events,
    consumer: recorderConsumer,
    capacity: () => 10,
    onMessage: (message) => {
      delivered.push(message);
      // What the server has forgotten to have delivered comes once more.
      if (isWritten) message.acknowledgement();
    },
    logger,
  });
  for (let count = 0; count < 3; count += 1) await bus.js.publish(subjects.commandEvents('default'), '[]');
  await vi.waitFor(() => expect(delivered).toHaveLength(3), { timeout: 5_000 });
  await server.kill();
  await vi.waitFor(() => expect(bus.connected).toBe(false), { timeout: 5_000 });
  isWritten = true;
  for (const { acknowledgement } of delivered) acknowledgement();
  await using _again = await startNatsServer({ dataDir: server.dataDir, port: server.port });
  await vi.waitFor(
    async () => {
      const info = await bus.jsm.consumers.info(streams.events, recorderConsumer);
      expect([info.num_ack_pending, info.ack_floor.stream_seq]).toEqual([0, 3]);
    },
    { timeout: 10_000 },
  );
  await pull.stop();
  await bus.close();
});
