import { acceptedSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { completed, makeCommand, started } from '../../testing/make-events.ts';
import { storeAway } from '../../testing/memory-ports.ts';

const ping = { name: 'system.ping', input: {} };

test('what is answered with 202 is on the bus, and announced', async () => {
  await using api = await createTestApi();
  const response = await api.post({ name: 'text.process', input: { text: 'hi' }, tags: ['a'] });
  expect(response.statusCode).toBe(202);
  const accepted = acceptedSchema.parse(response.json());
  expect(response.headers['location']).toBe(`/v1/commands/${accepted.id}`);
  expect(accepted).toMatchObject({
    name: 'text.process',
    status: 'queued',
    links: { self: `/v1/commands/${accepted.id}` },
  });
  expect(api.bus.published).toEqual([
    expect.objectContaining({
      v: 1,
      id: accepted.id,
      traceId: accepted.traceId,
      tags: ['a'],
      input: { text: 'hi', operation: 'uppercase' },
    }),
  ]);
  expect(api.eventLog.appended).toEqual([
    {
      queue: 'default',
      event: expect.objectContaining({ type: 'accepted', id: accepted.id, command: api.bus.published[0] }),
    },
  ]);
});

test('the caller’s trace goes on', async () => {
  await using api = await createTestApi();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const response = await api.post(ping, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
  expect(response.json()).toMatchObject({ traceId });
  expect([...api.bus.queued.values()][0]?.trace.headers['traceparent']).toContain(traceId);
});

test('a delayed command is scheduled', async () => {
  await using api = await createTestApi();
  expect((await api.post({ ...ping, delayMs: 60_000 })).json()).toMatchObject({ status: 'scheduled' });
});

test('a command that does not end within waitMs is accepted', async () => {
  await using api = await createTestApi();
  const response = await api.post(ping, { query: '?waitMs=20' });
  expect(response.statusCode).toBe(202);
  expect(acceptedSchema.parse(response.json()).status).toBe('queued');
});

test('after the wait the answer tells how the command stands by then', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = (command) => api.view.record(started(command), 1);
  const response = await api.post(ping, { query: '?waitMs=20' });
  expect(response.statusCode).toBe(202);
  expect(acceptedSchema.parse(response.json()).status).toBe('running');
});

test('a queue that only the bus knows is taken', async () => {
  await using api = await createTestApi();
  expect((await api.post({ ...ping, queue: 'special' })).statusCode).toBe(202);
  expect(api.bus.published[0]?.queue).toBe('special');
});

test('an event log that fails takes nothing back', async () => {
  await using api = await createTestApi({ eventLog: { append: () => Promise.reject(new Error('closed')) } });
  expect((await api.post(ping)).statusCode).toBe(202);
});

test('the request id of the caller is kept if it is harmless', async () => {
  await using api = await createTestApi();
  expect((await api.post(ping, { headers: { 'x-request-id': 'abc-1' } })).headers['x-request-id']).toBe(
    'abc-1',
  );
  const other = await api.post(ping, { headers: { 'x-request-id': 'a b<script>' } });
  expect(other.headers['x-request-id']).toMatch(/^[\da-f]{8}-\w+$/);
});

const unique = { ...ping, uniqueKey: 'document-1' };

test.each([
  ['the end is recorded', true],
  ['the message is not removed yet', false],
])('a unique key is free once its command has ended: %s', async (_, isRemoved) => {
  await using api = await createTestApi();
  await api.post(unique);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  api.view.record(completed(command), 1);
  if (isRemoved) api.bus.queued.clear();
  expect((await api.post(unique)).statusCode).toBe(202);
  expect((await api.post(unique)).json()).toMatchObject({ id: api.bus.published[1]?.id, isDuplicate: true });
});

test('a unique key is free while the history is behind or away, once its command has left the bus', async () => {
  let now = Date.now();
  await using api = await createTestApi({ clock: { now: () => now } });
  await api.post(unique);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  api.bus.queued.clear();
  api.view.record(started(command), 1);
  api.bus.isRecorded = false;
  expect((await api.post(unique)).statusCode).toBe(202);
  api.bus.queued.clear();
  api.view.failure = storeAway();
  now += 11_000;
  expect((await api.post(unique)).statusCode).toBe(202);
});

test('a unique key whose command was never published is free after a while', async () => {
  await using api = await createTestApi();
  const lost = { ...makeCommand('01KFX0000000000000000000AA'), at: Date.now() - 11_000 };
  await api.unique.claim({ name: ping.name, uniqueKey: 'document-1' }, lost);
  expect((await api.post(unique)).statusCode).toBe(202);
});

test('a unique key is the key of one command name', async () => {
  await using api = await createTestApi();
  await api.post(unique);
  const other = { name: 'text.process', input: { text: 'hi' }, uniqueKey: 'document-1' };
  expect((await api.post(other)).statusCode).toBe(202);
  expect((await api.post({ ...unique, uniqueKey: 'document-2' })).statusCode).toBe(202);
});
