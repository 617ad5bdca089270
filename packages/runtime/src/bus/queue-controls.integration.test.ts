import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { buckets } from '@signalbox/shared/naming';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBucket } from './bucket.ts';
import { connectBus, type Bus } from './connect.ts';
import { openQueueControls, type QueueControls } from './queue-controls.ts';

const logger = pino({ level: 'silent' });
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

const follow = async () => {
  const store = await openQueueControls(bus);
  const known = new Map<string, QueueControls>();
  const watch = store.watch({ onControls: (queue, controls) => known.set(queue, controls), logger });
  await watch.ready;
  return { store, known, watch };
};

test('a patch changes what it names, null takes a limit back, and every watcher hears of it', async () => {
  const { store, known, watch } = await follow();
  expect(await store.change('default', { concurrency: 3 })).toMatchObject({ paused: false, concurrency: 3 });
  await store.change('default', { paused: true, ratePerSecond: 0.5 });
  await vi.waitFor(() =>
    expect(known.get('default')).toMatchObject({ paused: true, concurrency: 3, ratePerSecond: 0.5 }),
  );
  const changed = await store.change('default', { paused: false, concurrency: null });
  expect(changed).toEqual({ paused: false, ratePerSecond: 0.5, updatedAt: expect.any(Number) });
  await vi.waitFor(() => expect(known.get('default')).toEqual(changed));
  watch.stop();
});

test('two who change one queue at a time keep each other’s part', async () => {
  const { store, watch } = await follow();
  const other = await openQueueControls(bus);
  await Promise.all([store.change('busy', { concurrency: 7 }), other.change('busy', { ratePerSecond: 9 })]);
  expect(await store.change('busy', { paused: true })).toMatchObject({
    paused: true,
    concurrency: 7,
    ratePerSecond: 9,
  });
  watch.stop();
});

test('what cannot be read changes nothing, and a deleted entry asks nothing', async () => {
  const { store, known, watch } = await follow();
  await store.change('odd', { concurrency: 2 });
  const kv = await openBucket(bus, buckets.queues);
  await kv.put('odd', JSON.stringify({ paused: 'perhaps' }));
  await store.change('after', { paused: true });
  await vi.waitFor(() => expect(known.has('after')).toBe(true));
  expect(known.get('odd')?.concurrency).toBe(2);
  await kv.delete('odd');
  await vi.waitFor(() => expect(known.get('odd')).toEqual({ paused: false, updatedAt: 0 }));
  watch.stop();
});

test('without the bus a change says so', async () => {
  const own = await startNatsServer();
  const away = await connectBus({ url: own.url, name: 'test', logger });
  const store = await openQueueControls(away);
  await own[Symbol.asyncDispose]();
  await expect(store.change('default', { paused: true })).rejects.toMatchObject({ code: 'bus.unavailable' });
  await away.close();
});
