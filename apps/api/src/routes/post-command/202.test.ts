import { acceptedSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { started } from '../../testing/make-events.ts';

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

test('the request id of the caller is kept if it is harmless', async () => {
  await using api = await createTestApi();
  expect((await api.post(ping, { headers: { 'x-request-id': 'abc-1' } })).headers['x-request-id']).toBe(
    'abc-1',
  );
  const other = await api.post(ping, { headers: { 'x-request-id': 'a b<script>' } });
  expect(other.headers['x-request-id']).toMatch(/^[\da-f]{8}-\w+$/);
});
