import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect, onTestFinished, test } from 'vitest';
import { startNatsServer } from './harness.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const connectTo = async (url: string) => {
  const connection = await connect({ servers: url, reconnect: false });
  onTestFinished(() => connection.close());
  return connection;
};

test('serves JetStream on loopback, and its own state where asked to', async () => {
  await using server = await startNatsServer({ monitorPort: 0 });
  const connection = await connectTo(server.url);
  expect(connection.info?.jetstream).toBe(true);
  expect(connection.info?.host).toBe('127.0.0.1');
  expect(connection.info?.max_payload).toBe(2 * 1_048_576);
  expect(connection.info?.version).toBe(server.version);
  const health = await fetch(`http://127.0.0.1:${server.monitorPort}/healthz`);
  expect(health.status).toBe(200);
});

test('what was acknowledged is there after a kill -9', async () => {
  await using first = await startNatsServer();
  const connection = await connectTo(first.url);
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'KEPT', subjects: ['kept'] });
  await manager.consumers.add('KEPT', { durable_name: 'reader', ack_policy: AckPolicy.Explicit });
  const client = jetstream(connection);
  await Promise.all(Array.from({ length: 200 }, (_, index) => client.publish('kept', `message ${index}`)));
  await first.kill();

  await using second = await startNatsServer({ dataDir: first.dataDir, port: first.port });
  expect(second.url).toBe(first.url);
  const again = await jetstreamManager(await connectTo(second.url));
  expect((await again.streams.info('KEPT')).state.messages).toBe(200);
  expect((await again.consumers.info('KEPT', 'reader')).num_pending).toBe(200);
});

test('a stop ends the server and its process', async () => {
  await using server = await startNatsServer();
  const startedAt = performance.now();
  await server.stop();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(isAlive(server.pid)).toBe(false);
  await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/refused/i);
});

test('the process ends with the server, and not with success', async () => {
  await using server = await startNatsServer();
  const child = Number(/\[(\d+)\] .*Server is ready/.exec(server.log().join('\n'))?.[1]);
  expect(child).toBeGreaterThan(0);
  process.kill(child, 'SIGKILL');
  await expect.poll(() => isAlive(server.pid), { timeout: 5_000 }).toBe(false);
});

test('a port that another program keeps is named, with exit code 78', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startNatsServer({ port })).rejects.toThrow(
    new RegExp(`ended with 78[^]*Port ${port} on 127.0.0.1 is in use[^]*EMBEDDED_NATS_PORT`),
  );
});

test('servers do not outlive a parent that is killed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-orphans-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const parent = fork(new URL('testing/start-both.ts', import.meta.url), [dataDir], { execArgv: [] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [pids] = await once(parent, 'message');
  expect(pids).toHaveLength(2);
  expect(pids.map(isAlive)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await expect
    .poll(() => pids.map((pid: number) => isAlive(pid) || isAlive(-pid)), { timeout: 3_000 })
    .toEqual([false, false]);
});
