import { toPosition } from '@signalbox/shared/events/command-event';
import { historyItemSchema } from '@signalbox/shared/http/command-view';
import { newCommandId } from '@signalbox/runtime/ids';
import { expect, test, vi } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand, progressed, started } from '../../testing/make-events.ts';
import { readStream, type ReceivedEvent } from '../../testing/read-stream.ts';

const summarize = (events: ReceivedEvent[]) =>
  events.map(({ id, event, data }) => {
    const item = historyItemSchema.parse(data);
    expect(id).toBe(String(item.seq));
    expect(event).toBe('command');
    return `${item.seq} ${item.type}`;
  });

test('events come live, with their place in the stream', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  const stream = await readStream(api.server, '/v1/events');
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
  expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
  expect(stream.response.headers.get('x-request-id')).toBeTruthy();
  api.archive.append(accepted(command), started(command));
  api.archive.append(completed(command, { pong: true }));
  expect(summarize(await stream.take(3))).toEqual([
    `${toPosition(1, 0)} accepted`,
    `${toPosition(1, 1)} started`,
    `${toPosition(2, 0)} completed`,
  ]);
});

test('a client that comes back misses nothing and gets nothing twice', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.archive.append(accepted(command), started(command), progressed(command, 10));
  api.archive.append(progressed(command, 20));
  const stream = await readStream(api.server, '/v1/events', { 'last-event-id': String(toPosition(1, 1)) });
  await stream.take(2);
  api.archive.append(completed(command));
  expect(summarize(await stream.take(3))).toEqual([
    `${toPosition(1, 2)} progress`,
    `${toPosition(2, 0)} progress`,
    `${toPosition(3, 0)} completed`,
  ]);
});

test('events that come while the past is read follow it', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.archive.append(accepted(command));
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const read = api.archive.read.bind(api.archive);
  const isReading = vi.fn();
  api.archive.read = async (range, onBatch) => {
    isReading();
    await released;
    await read(range, onBatch);
  };
  const stream = await readStream(api.server, '/v1/events', { 'last-event-id': '0' });
  await vi.waitFor(() => expect(isReading).toHaveBeenCalled());
  api.archive.append(completed(command));
  release(undefined);
  expect(summarize(await stream.take(2))).toEqual([
    `${toPosition(1, 0)} accepted`,
    `${toPosition(2, 0)} completed`,
  ]);
});

test('filters by name, queue, type and id; progress follows its command', async () => {
  await using api = await createTestApi();
  const wanted = makeCommand(newCommandId(), { name: 'demo.slow', queue: 'demo' });
  const other = makeCommand(newCommandId());
  const byName = await readStream(api.server, '/v1/events?name=demo.slow,demo.flaky&queue=demo');
  const byType = await readStream(api.server, '/v1/events?status=running');
  const byId = await readStream(api.server, `/v1/events?id=${other.id}&type=completed`);
  api.archive.append(
    started(other),
    progressed(other, 50),
    started(wanted),
    progressed(wanted, 50),
    completed(other),
  );
  expect(summarize(await byName.take(2))).toEqual([
    `${toPosition(1, 2)} started`,
    `${toPosition(1, 3)} progress`,
  ]);
  expect(summarize(await byType.take(4))).toHaveLength(4);
  expect(summarize(await byId.take(1))).toEqual([`${toPosition(1, 4)} completed`]);
});

test('a stopping process says so and ends the stream', async () => {
  await using api = await createTestApi();
  const stream = await readStream(api.server, '/v1/events');
  api.streams.closeAll('the API stops; come back');
  expect(await stream.readToEnd()).toEqual(['retry: 1000\n: the API stops; come back']);
  expect(await (await readStream(api.server, '/v1/events')).readToEnd()).toHaveLength(1);
});

test('a client that leaves is forgotten', async () => {
  await using api = await createTestApi();
  const stream = await readStream(api.server, '/v1/events');
  await vi.waitFor(() => expect(api.streams.size).toBe(1));
  stream.leave();
  await vi.waitFor(() => expect(api.streams.size).toBe(0));
});

test('a client that comes back from another stream, such as one before a reset, hears what happens now', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.archive.append(accepted(command));
  const stream = await readStream(api.server, '/v1/events', { 'last-event-id': '999999999' });
  await vi.waitFor(() => expect(api.streams.size).toBe(1));
  api.archive.append(completed(command));
  expect(summarize(await stream.take(1))).toEqual([`${toPosition(2, 0)} completed`]);
});
