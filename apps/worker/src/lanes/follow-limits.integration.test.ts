import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { openQueueControls } from '@signalbox/runtime/bus/queue-controls';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { Heartbeat, HeartbeatStatus } from '@signalbox/shared/health/heartbeat';
import { subjects } from '@signalbox/shared/naming';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followLimits, type LimitsFollower } from './follow-limits.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
const slots = 8;
let server: TestServer;
let bus: Bus;
let followers: LimitsFollower[];

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
  followers = [];
});
afterEach(async () => {
  for (const follower of followers) follower.stop();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const follow = async (instance: string): Promise<LimitsFollower> => {
  const queues = ['default', 'other'];
  const follower = await followLimits({ bus, instance, queues, slots, onLimits: () => undefined, logger });
  followers.push(follower);
  return follower;
};

interface Beat {
  status?: HeartbeatStatus;
  intervalMs?: number;
  queues?: string[];
}

const beat = (
  instance: string,
  { status = 'ready', intervalMs = 60_000, queues = ['default'] }: Beat = {},
) => {
  const heartbeat: Heartbeat = {
    v: 1,
    service: 'worker',
    instance,
    version: '0',
    host: 'here',
    pid: 1,
    startedAt: 0,
    seq: 0,
    intervalMs,
    status,
    checks: [],
    load: { eventLoopP99Ms: 0, rssBytes: 0, cpuPercent: 0 },
    queues,
  };
  bus.nc.publish(subjects.heartbeat('worker', instance), JSON.stringify(heartbeat));
};

test('without controls every slot may be used, and nobody has to be known for that', async () => {
  const worker = await follow('worker-a');
  expect(worker.current('default')).toEqual({ isPaused: false, slots, startsPerSecond: undefined });
});

test('what was asked before the start holds from the start', async () => {
  const store = await openQueueControls(bus);
  await store.change('default', { paused: true });
  await store.change('other', { concurrency: 5 });
  const worker = await follow('worker-a');
  expect(worker.current('default').isPaused).toBe(true);
  expect(worker.current('other').slots).toBe(0);
  await vi.waitFor(() => expect(worker.current('other').slots).toBe(5), { timeout: 3_000 });
});

test('a limit is divided among those who serve the queue, and adds up whoever comes or goes', async () => {
  const store = await openQueueControls(bus);
  const workers = [await follow('worker-a'), await follow('worker-b')];
  const parts = () => workers.map((worker) => worker.current('default').slots);
  beat('worker-a');
  beat('worker-b');
  await store.change('default', { concurrency: 3, ratePerSecond: 5 });
  await vi.waitFor(() => expect(parts()).toEqual([2, 1]), { timeout: 3_000 });
  expect(workers.map((worker) => worker.current('default').startsPerSecond)).toEqual([2.5, 2.5]);
  beat('worker-0');
  beat('elsewhere', { queues: ['other'] });
  await vi.waitFor(() => expect(parts()).toEqual([1, 1]));
  beat('worker-0', { status: 'draining' });
  await bus.nc.flush();
  expect(parts()).toEqual([1, 1]);
  beat('worker-0', { status: 'stopped' });
  await vi.waitFor(() => expect(parts()).toEqual([2, 1]));
  await store.change('default', { concurrency: 100 });
  await vi.waitFor(() => expect(parts()).toEqual([slots, slots]));
  await store.change('default', { ratePerSecond: 0.5 });
  await vi.waitFor(() => expect(parts()).toEqual([slots, 0]));
});

test('a worker that is heard no more has no part any more', async () => {
  const store = await openQueueControls(bus);
  const worker = await follow('worker-b');
  await store.change('default', { concurrency: 1 });
  await vi.waitFor(() => expect(worker.current('default').slots).toBe(1), { timeout: 5_000 });
  beat('worker-a', { intervalMs: 300 });
  await vi.waitFor(() => expect(worker.current('default').slots).toBe(0));
  await vi.waitFor(() => expect(worker.current('default').slots).toBe(1), { timeout: 5_000 });
});
