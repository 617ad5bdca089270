import { startNatsServer, type TestServer } from '@signalbox/embedded/harness';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openBucket, watchBucket } from './bucket.ts';
import { connectBus, type Bus } from './connect.ts';

const logger = pino({ level: 'silent' });
let server: TestServer;
let bus: Bus;

beforeEach(async () => {
  server = await startNatsServer();
  bus = await connectBus({ url: server.url, name: 'test', logger });
});
afterEach(async () => {
  await bus.close();
  await server[Symbol.asyncDispose]();
});

/** The latest value of each key, as a watcher keeps it. */
const follow = async (name: string) => {
  const kv = await openBucket(bus, name);
  const values = new Map<string, unknown>();
  const watch = watchBucket(bus, kv, {
    onEntry: (key, value) => (value === undefined ? values.delete(key) : values.set(key, value)),
    logger,
  });
  return { kv, values, watch };
};

test('a watch is ready with what was there, and hears of every change and deletion', async () => {
  const before = await openBucket(bus, 'things');
  await before.put('one', JSON.stringify(1));
  await before.put('two', JSON.stringify({ n: 2 }));
  const { kv, values, watch } = await follow('things');
  await watch.ready;
  expect(Object.fromEntries(values)).toEqual({ one: 1, two: { n: 2 } });
  await kv.put('one', JSON.stringify('changed'));
  await kv.delete('two');
  await vi.waitFor(() => expect(Object.fromEntries(values)).toEqual({ one: 'changed' }));
  watch.stop();
});

test('a watch of an empty bucket is ready at once, and of a bucket with deleted values too', async () => {
  const empty = await follow('empty');
  await empty.watch.ready;
  await empty.kv.put('one', '1');
  await empty.kv.delete('one');
  const deleted = await follow('empty');
  await deleted.watch.ready;
  expect(deleted.values.size).toBe(0);
  empty.watch.stop();
  deleted.watch.stop();
});

test('a stopped watch says nothing more and leaves nobody waiting', async () => {
  const { kv, values, watch } = await follow('things');
  watch.stop();
  await watch.ready;
  await kv.put('one', '1');
  await bus.nc.flush();
  expect(values.size).toBe(0);
});

test('values outlive a killed server, and a watch goes on with what is written after it', async () => {
  const { kv, values, watch } = await follow('things');
  await watch.ready;
  await kv.put('kept', '"before"');
  await kv.put('changed', '"before"');
  await vi.waitFor(() => expect(values.size).toBe(2));
  await server.kill();
  await using again = await startNatsServer({ dataDir: server.dataDir, port: server.port });
  expect(again.url).toBe(server.url);
  const other = await connectBus({ url: again.url, name: 'other', logger });
  const written = await vi.waitFor(() => openBucket(other, 'things'), { timeout: 10_000 });
  // Written before the watch can be back: a value that nobody tells it of later.
  await written.put('changed', '"after"');
  await vi.waitFor(() => expect(Object.fromEntries(values)).toEqual({ kept: 'before', changed: 'after' }), {
    timeout: 10_000,
  });
  await written.put('new', '"after"');
  await vi.waitFor(() => expect(values.get('new')).toBe('after'));
  watch.stop();
  await other.close();
});

test('a bucket with a time forgets its values', async () => {
  const kv = await openBucket(bus, 'short', 300);
  await kv.put('one', '1');
  expect(await kv.get('one')).not.toBeNull();
  await vi.waitFor(async () => expect(await kv.get('one')).toBeNull(), { timeout: 5_000 });
});
