import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { startNatsServer } from '@signalbox/embedded/harness';
import { connectBus } from '@signalbox/runtime/bus/connect';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { healthReportSchema } from '@signalbox/shared/health/report';
import { healthTransitionSchema } from '@signalbox/shared/health/transition';
import { streams, subjects } from '@signalbox/shared/naming';
import { expect, test } from 'vitest';
import { runAggregator } from './run-aggregator.ts';
import { spawnBeating } from './testing/spawn-beating.ts';
import { startAggregator } from './testing/start-aggregator.ts';

const intervalMs = 500;
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

/** An aggregator whose database does not come. */
const startWithoutDatabase = (natsUrl: string, heartbeatMs = intervalMs) =>
  startAggregator((start) => runAggregator(start, () => Promise.withResolvers<never>().promise), {
    NATS_URL: natsUrl,
    HEARTBEAT_INTERVAL_MS: String(heartbeatMs),
    CONSOLE_URL: 'http://127.0.0.1:1',
  });

test('it serves while NATS is away, names the one cause, and is well when NATS comes', async () => {
  const port = await findFreePort();
  await using aggregator = await startWithoutDatabase(`nats://127.0.0.1:${port}`);
  expect((await fetch(`${aggregator.url}/livez`)).status).toBe(200);
  expect((await fetch(`${aggregator.url}/readyz`)).status).toBe(503);
  await expect
    .poll(() => aggregator.readStates(), { timeout: 12_000 })
    .toMatchObject({ nats: 'offline', worker: 'unknown' });
  const health = await fetch(`${aggregator.url}/health`);
  expect(health.status).toBe(503);
  expect(health.headers.get('content-type')).toBe('application/health+json');
  expect(health.headers.get('cache-control')).toBe('no-store');
  expect(await health.text()).toContain('nats has been offline since');

  await using _server = await startNatsServer({ port });
  await expect
    .poll(() => aggregator.readStates(), { timeout: 15_000 })
    .toMatchObject({ 'health-aggregator': 'degraded' });
  await expect
    .poll(async () => (await fetch(`${aggregator.url}/readyz`)).status, { timeout: 5_000 })
    .toBe(200);
});

test('killed, stopped and departed processes are told apart, live, on the bus and in EVENTS', async () => {
  await using server = await startNatsServer();
  const bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs: 30_000, maxDeliver: 25, queues: ['default'] });
  const reports = bus.nc.subscribe(subjects.healthReport);
  await using aggregator = await startWithoutDatabase(server.url);
  await using api = await spawnBeating('api', server.url, intervalMs);
  await using worker = await spawnBeating('worker', server.url, intervalMs);
  await using recorder = await spawnBeating('recorder', server.url, intervalMs);
  const healthy = { api: 'healthy', worker: 'healthy', recorder: 'healthy', nats: 'healthy' };
  await expect.poll(() => aggregator.readStates(), { timeout: 10_000 }).toMatchObject(healthy);

  worker.child.kill('SIGKILL');
  api.child.kill('SIGSTOP');
  recorder.child.kill('SIGTERM');
  await expect
    .poll(() => aggregator.readStates(), { timeout: 12_000 })
    .toMatchObject({ worker: 'offline', api: 'unresponsive', recorder: 'stopped', nats: 'healthy' });
  api.child.kill('SIGCONT');
  await expect.poll(() => aggregator.readStates(), { timeout: 5_000 }).toMatchObject({ api: 'healthy' });

  const answer = await bus.nc.request(subjects.healthReportRequest, '', { timeout: 1_000 });
  expect(healthReportSchema.parse(answer.json()).items.find(({ name }) => name === 'worker')?.state).toBe(
    'offline',
  );
  for await (const message of reports) {
    if (
      healthReportSchema
        .parse(message.json())
        .items.some(({ name, state }) => name === 'worker' && state === 'offline')
    )
      break;
  }
  await expect
    .poll(
      async () => {
        const stored = await bus.jsm.streams.getMessage(streams.events, {
          last_by_subj: subjects.healthEvent('worker'),
        });
        return stored && healthTransitionSchema.parse(stored.json());
      },
      { timeout: 5_000 },
    )
    .toMatchObject({ service: 'worker', to: 'offline' });
  const metrics = await (await fetch(`${aggregator.url}/metrics`)).text();
  expect(metrics).toContain('health_service_state{service="worker",state="offline"} 1');
  expect(metrics).toContain('health_dependency_up{dependency="nats"} 1');
  await bus.close();
});

test('with the default interval a killed process is offline within 10 seconds', async () => {
  await using server = await startNatsServer();
  await using aggregator = await startWithoutDatabase(server.url, 2_000);
  await using worker = await spawnBeating('worker', server.url, 2_000);
  await expect.poll(() => aggregator.readStates(), { timeout: 10_000 }).toMatchObject({ worker: 'healthy' });
  const killedMs = performance.now();
  worker.child.kill('SIGKILL');
  await expect.poll(() => aggregator.readStates(), { timeout: 15_000 }).toMatchObject({ worker: 'offline' });
  expect(performance.now() - killedMs).toBeLessThan(10_000);
});

test('a killed NATS is one cause, and its return makes all well without a restart', async () => {
  const port = await findFreePort();
  await using first = await startNatsServer({ port });
  await using aggregator = await startWithoutDatabase(first.url);
  await using _worker = await spawnBeating('worker', first.url, intervalMs);
  await using _api = await spawnBeating('api', first.url, intervalMs);
  await expect
    .poll(() => aggregator.readStates(), { timeout: 10_000 })
    .toMatchObject({ worker: 'healthy', api: 'healthy' });
  await first.kill();
  await expect
    .poll(() => aggregator.readStates(), { timeout: 10_000 })
    .toMatchObject({ nats: 'offline', worker: 'unknown', api: 'unknown' });
  expect((await aggregator.readReport()).system.sentence).toContain('nats has been offline');
  await using _again = await startNatsServer({ port, dataDir: first.dataDir });
  await expect
    .poll(() => aggregator.readStates(), { timeout: 20_000 })
    .toMatchObject({ worker: 'healthy', api: 'healthy' });
});
