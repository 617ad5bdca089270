import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { acceptedSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { createTestApi } from '../../testing/create-test-api.ts';
import { accepted, completed, makeCommand } from '../../testing/make-events.ts';
import { busAway } from '../../testing/memory-ports.ts';

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

const unique = { ...ping, uniqueKey: 'document-1' };

test('a unique key whose command is unfinished is answered for with that command', async () => {
  await using api = await createTestApi();
  const first = await api.post({ ...unique, delayMs: 60_000 });
  const second = await api.post(unique);
  expect([first.statusCode, second.statusCode]).toEqual([202, 200]);
  expect(acceptedSchema.parse(second.json())).toEqual({ ...first.json(), isDuplicate: true });
  expect(api.bus.published).toHaveLength(1);
});

test('of many at once with one unique key one is accepted', async () => {
  await using api = await createTestApi();
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(unique)));
  expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
  expect(api.bus.published).toHaveLength(1);
});

test('a unique key that somebody has just taken waits until the command is there', async () => {
  await using api = await createTestApi();
  const holder = makeCommand('01KFX0000000000000000000AA');
  await api.unique.claim({ name: ping.name, uniqueKey: 'document-1' }, { ...holder, at: Date.now() });
  setTimeout(
    () => api.bus.queued.set(holder.id, { command: holder, trace: { traceId: '', headers: {} } }),
    100,
  );
  expect((await api.post(unique)).json()).toMatchObject({ id: holder.id, isDuplicate: true });
  expect(api.bus.published).toEqual([]);
});

test('the wait for a command with a unique key is for the one that has it', async () => {
  await using api = await createTestApi();
  await api.post(unique);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  setTimeout(() => api.archive.append(completed(command)), 50);
  const second = await api.post(unique, { query: '?waitMs=5000' });
  expect(second.json()).toMatchObject({ id: command.id, status: 'completed' });
});

test('an Idempotency-Key remembers the command that was answered for, when that has ended too', async () => {
  await using api = await createTestApi();
  await api.post(unique);
  const [command] = api.bus.published;
  if (!command) throw new Error('nothing published');
  const first = await api.post(unique, keyed);
  expect(first.json()).toMatchObject({ id: command.id, isDuplicate: true });
  expect((await api.post(unique, keyed)).json()).toEqual(first.json());
  api.view.record(completed(command), 1);
  api.bus.queued.clear();
  expect((await api.post(unique, keyed)).json()).toMatchObject({ id: command.id, status: 'completed' });
  expect(api.bus.published).toHaveLength(1);
});

test('of two requests with one Idempotency-Key, both answers name the command that the first was told of', async () => {
  await using api = await createTestApi();
  await api.post(unique);
  const [holder] = api.bus.published;
  if (!holder) throw new Error('nothing published');
  // The first request finds the holder unfinished, and is stopped until the holder has ended and the second is done.
  const settle = api.keys.settle.bind(api.keys);
  let second: unknown;
  api.keys.settle = async (...entry) => {
    api.keys.settle = settle;
    api.view.record(completed(holder), 1);
    api.bus.queued.clear();
    second = (await api.post(unique, keyed)).json();
    return settle(...entry);
  };
  const first = (await api.post(unique, keyed)).json<{ id: string }>();
  expect(second).toMatchObject({ id: first.id });
  expect(api.bus.published.map(({ id }) => id)).toEqual([holder.id, first.id]);
});

test('what arrives, runs and ends while its key is asked for again is answered for, and does not run again', async () => {
  await using api = await createTestApi();
  api.bus.onPublish = ({ id }) => {
    api.bus.queued.delete(id);
    throw busAway();
  };
  expect((await api.post(unique, keyed)).statusCode).toBe(503);
  const [late] = api.bus.published;
  if (!late) throw new Error('nothing published');
  api.bus.onPublish = () => undefined;
  const claim = api.unique.claim.bind(api.unique);
  api.unique.claim = async (key, wanted, instead) => {
    api.unique.claim = claim;
    api.view.record(completed(late), 1);
    const other = makeCommand('01KFX0000000000000000000AA');
    await claim(key, { ...other, at: Date.now() }, await api.unique.find(key));
    await api.bus.publish(other, { traceId: '', headers: {} });
    return claim(key, wanted, instead);
  };
  const again = await api.post(unique, keyed);
  expect(again.json()).toMatchObject({ id: late.id, status: 'completed' });
  expect(api.bus.published.filter(({ id }) => id === late.id)).toHaveLength(1);
});
