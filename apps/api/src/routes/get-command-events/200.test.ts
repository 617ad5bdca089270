import { newCommandId } from '@signalbox/runtime/ids';
import { historyItemSchema } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand, progressed, started } from '../../testing/make-events.ts';
import { storeAway } from '../../testing/memory-ports.ts';
import { readStream, type ReceivedEvent } from '../../testing/read-stream.ts';

const typesOf = (events: ReceivedEvent[]) => events.map(({ data }) => historyItemSchema.parse(data).type);

test('the history as JSON, oldest first', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  api.view.record(completed(command, { pong: true }), 2);
  api.view.record(accepted(command), 1);
  const response = await api.server.inject({ method: 'GET', url: `/v1/commands/${command.id}/events` });
  expect(response.statusCode).toBe(200);
  const items = response.json<{ items: unknown[] }>().items.map((item) => historyItemSchema.parse(item));
  expect(items.map(({ type }) => type)).toEqual(['accepted', 'completed']);
});

test('history, then live, each event once', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  const other = makeCommand(newCommandId());
  for (const event of [accepted(command), started(command)])
    api.view.record(event, api.archive.append(event));
  // This one is recorded while the history is being asked for, and comes live as well.
  let waits = 0;
  api.bus.onWait = () => {
    waits += 1;
    if (waits === 1) return; // Before the stream is opened, for the command itself.
    const event = progressed(command, 10);
    api.view.record(event, api.archive.append(event));
  };
  const stream = await readStream(api.server, `/v1/commands/${command.id}/events`);
  await stream.take(3);
  api.archive.append(completed(other), completed(command));
  expect(typesOf(await stream.take(4))).toEqual(['accepted', 'started', 'progress', 'completed']);
});

test('accepted comes first, even if a fast worker reported before that was stored', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  await api.bus.publish(command, { traceId: command.traceId, headers: {} });
  const stream = await readStream(api.server, `/v1/commands/${command.id}/events`);
  const [first] = await stream.take(1);
  expect(first?.id).toBe('');
  api.archive.append(started(command));
  api.archive.append(accepted(command), completed(command));
  expect(typesOf(await stream.take(3))).toEqual(['accepted', 'started', 'completed']);
});

test('while the database is away the stream itself tells the history', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  await api.bus.publish(command, { traceId: command.traceId, headers: {} });
  api.archive.append(accepted(command), started(command));
  api.view.failure = storeAway();
  const stream = await readStream(api.server, `/v1/commands/${command.id}/events`);
  await stream.take(2);
  api.archive.append(completed(command));
  expect(typesOf(await stream.take(3))).toEqual(['accepted', 'started', 'completed']);
});

test('resumes after the event that was seen last', async () => {
  await using api = await createTestApi();
  const command = makeCommand(newCommandId());
  for (const event of [accepted(command), started(command), completed(command)]) {
    api.view.record(event, api.archive.append(event));
  }
  const stream = await readStream(api.server, `/v1/commands/${command.id}/events`, {
    'last-event-id': '1024',
  });
  expect(typesOf(await stream.take(1))).toEqual(['completed']);
});
