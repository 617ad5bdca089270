import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsServer } from '@signalbox/embedded/harness';
import { heartbeatSchema, type Heartbeat } from '@signalbox/shared/health/heartbeat';
import { subjects } from '@signalbox/shared/naming';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createHealth } from './create-health.ts';
import { startHeartbeat } from './start-heartbeat.ts';

const logger = pino({ level: 'silent' });

const listen = (nc: NatsConnection): Heartbeat[] => {
  const heard: Heartbeat[] = [];
  nc.subscribe(subjects.allHeartbeats, {
    callback: (error, message) => {
      if (!error) heard.push(heartbeatSchema.parse(message.json()));
    },
  });
  return heard;
};

test('a process beats, beats at once on a change and when asked, and says goodbye', async () => {
  await using server = await startNatsServer();
  await using nc = await connect({ servers: server.url });
  await using listener = await connect({ servers: server.url });
  const heard = listen(listener);
  await listener.flush();
  const health = createHealth({ service: 'worker', instance: 'w1', logger });
  health.reportProgress(() => ({ inFlight: 2, slots: 4, done: 1, failed: 0 }));
  const heartbeat = startHeartbeat({
    nc,
    health,
    intervalMs: 60_000,
    url: 'http://127.0.0.1:1',
    queues: ['default'],
  });
  await expect.poll(() => heard.length).toBe(1);
  expect(heard[0]).toMatchObject({
    service: 'worker',
    instance: 'w1',
    status: 'starting',
    url: 'http://127.0.0.1:1',
    queues: ['default'],
    progress: { inFlight: 2 },
  });
  health.markReady();
  await expect.poll(() => heard.map(({ status }) => status)).toEqual(['starting', 'ready']);
  listener.publish(subjects.heartbeatRequest);
  await expect.poll(() => heard.length, { timeout: 1_000 }).toBe(3);
  health.markDraining();
  await heartbeat.stop();
  await expect.poll(() => heard.slice(3).map(({ status }) => status)).toEqual(['draining', 'stopped']);
  expect(heard.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
  health.stop();
});

test('beats due while NATS is away are not sent later, and one goes out as soon as it is back', async () => {
  await using first = await startNatsServer();
  const nc = await connect({ servers: first.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  const health = createHealth({ service: 'worker', instance: 'w1', logger });
  const heartbeat = startHeartbeat({ nc, health, intervalMs: 100 });
  await first.kill();
  const missed = performance.now() + 1_000;
  await expect.poll(() => performance.now() > missed, { timeout: 2_000 }).toBe(true);
  await using server = await startNatsServer({ port: first.port, dataDir: first.dataDir });
  await using listener = await connect({ servers: server.url });
  const heard = listen(listener);
  await expect.poll(() => heard.length, { timeout: 5_000 }).toBeGreaterThan(2);
  const seqs = heard.map(({ seq }) => seq);
  expect(Math.max(...seqs)).toBeLessThan(20);
  expect(heard.every(({ at = 0 }) => Date.now() - at < 4_000)).toBe(true);
  await heartbeat.stop();
  health.stop();
  await nc.close();
});
