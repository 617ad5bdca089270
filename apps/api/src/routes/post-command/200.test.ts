import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { acceptedSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed } from '../../testing/make-events.ts';

const ping = { name: 'system.ping', input: {} };
const keyed = { headers: { 'idempotency-key': 'order-1' } };

test('a command that ends within waitMs is answered whole, without the database', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = (command) => api.archive.append(accepted(command), completed(command, { pong: true }));
  const response = await api.post(ping, { query: '?waitMs=5000' });
  expect(response.statusCode).toBe(200);
  expect(commandViewSchema.parse(response.json())).toMatchObject({
    id: api.bus.published[0]?.id,
    status: 'completed',
    attempt: 1,
    maxAttempts: 3,
    result: { pong: true },
  });
});

test('an end that comes later than the PubAck is waited for', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = (command) => setImmediate(() => api.archive.append(completed(command)));
  expect((await api.post(ping, { query: '?waitMs=5000' })).json()).toMatchObject({ status: 'completed' });
});

test('the same key and body again is the same command, once', async () => {
  await using api = await createTestApi();
  const first = await api.post({ name: 'text.process', input: { text: 'a', operation: 'reverse' } }, keyed);
  const again = await api.post({ input: { operation: 'reverse', text: 'a' }, name: 'text.process' }, keyed);
  expect([first.statusCode, again.statusCode]).toEqual([202, 200]);
  expect(acceptedSchema.parse(again.json())).toEqual(first.json());
  expect(api.bus.published).toHaveLength(1);
});

test('a repetition says how the command stands', async () => {
  await using api = await createTestApi();
  await api.post(ping, keyed);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  api.view.record(completed(command), 1);
  expect((await api.post(ping, keyed)).json()).toMatchObject({ id: command.id, status: 'completed' });
});

test('a repetition with waitMs of a command that has ended gets it at once', async () => {
  await using api = await createTestApi();
  await api.post(ping, keyed);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  api.view.record(completed(command), 1);
  const again = await api.post(ping, { ...keyed, query: '?waitMs=60000' });
  expect(commandViewSchema.parse(again.json())).toMatchObject({ id: command.id, status: 'completed' });
});

test('a crash between taking the key and publishing loses nothing', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = () => undefined;
  await api.post(ping, keyed);
  const [lost] = api.bus.published;
  const entry = api.keys.entries.get('order-1');
  if (!lost || !entry) throw new Error('nothing published');
  api.bus.queued.clear();
  api.keys.entries.set('order-1', { ...entry, isPublished: false });
  const again = await api.post(ping, keyed);
  expect(again.statusCode).toBe(200);
  expect(api.bus.published.map(({ id }) => id)).toEqual([lost.id, lost.id]);
  expect(api.bus.published[1]).toEqual(lost);
});

test('a key whose command cannot be looked up is answered for if it was published', async () => {
  await using api = await createTestApi();
  await api.post(ping, keyed);
  api.bus.queued.clear();
  api.bus.isRecorded = false;
  expect((await api.post(ping, keyed)).statusCode).toBe(200);
  expect(api.bus.published).toHaveLength(1);
});
