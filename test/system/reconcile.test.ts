import { openCancellations } from '@signalbox/runtime/bus/cancellations';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { openUniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { laneConsumer, streams, subjects } from '@signalbox/shared/naming';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

/** No worker serves the queue demo: the tests take what is on it, or take it away. */
const env = {
  WORKER_QUEUES: 'default',
  ACK_WAIT_MS: '500',
  MAX_DELIVER: '2',
  RECONCILE_INTERVAL_MS: '300',
};
const unserved = { name: 'demo.slow', input: { durationMs: 1 } };
let system: TestSystem;
let api: ApiClient;
let bus: Bus;

beforeAll(async () => {
  const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;
  system = await TestSystem.create({ env, services });
  api = createApiClient(system.apiUrl);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
});
afterAll(async () => {
  await bus.close();
  await system[Symbol.asyncDispose]();
});

const findMessage = (id: string) =>
  bus.jsm.streams.getMessage(streams.commands, { last_by_subj: subjects.commandById(id) });

const takeAway = async (id: string): Promise<void> => {
  const stored = await eventually('it is on the bus', async () => (await findMessage(id)) ?? undefined);
  await bus.jsm.streams.deleteMessage(streams.commands, stored.seq);
};

/** Takes deliveries of a lane as a worker does that dies with each of them; the ids in the order they came. */
const takeAndDie = async (expiresMs: number): Promise<string[]> => {
  const consumer = await bus.js.consumers.get(streams.commands, laneConsumer('demo', 'normal'));
  const ids: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: 1, expires: expiresMs }))
    ids.push(message.subject.split('.').at(-1) ?? '');
  return ids;
};

const spendDeliveries = async (id: string): Promise<void> => {
  let deliveries = 0;
  while (deliveries < 2) deliveries += (await takeAndDie(1_000)).filter((taken) => taken === id).length;
  // The server notices that there were enough when it would deliver once more.
  await takeAndDie(1_000);
};

test('a command that vanished from the bus is published again and completes', async () => {
  const id = await api.submit({ name: 'system.ping', input: {}, delayMs: 1_500 });
  await eventually('it is recorded', async () => (await api.history(id)).length > 0);
  await takeAway(id);
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
});

test('a command that vanished runs, though its unique key was taken for free meanwhile', async () => {
  const uniqueKey = 'vanished';
  const id = await api.submit({ name: 'system.ping', input: {}, delayMs: 1_500, uniqueKey });
  await eventually('it is recorded', async () => (await api.history(id)).length > 0);
  await takeAway(id);
  const keys = await openUniqueKeys(bus);
  const key = { name: 'system.ping', uniqueKey };
  const other = { id: newCommandId(), queue: 'default', priority: 'normal', at: Date.now() } as const;
  expect((await keys.claim(key, other, await keys.find(key))).isNew).toBe(true);
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
});

test('a command that vanishes twice ends as failed with that reason', async () => {
  const id = await api.submit(unserved);
  await takeAway(id);
  await takeAway(id);
  expect(await api.ended(id)).toMatchObject({ status: 'failed', error: { code: 'command.lost' } });
});

test('a command whose deliveries are spent ends as failed with that reason, and the queue flows on', async () => {
  const id = await api.submit(unserved);
  await spendDeliveries(id);
  const ended = await api.ended(id);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'worker.lost' } });
  expect(ended.error?.message).toContain('2 times');
  expect(await findMessage(id)).toBeNull();
  const next = await api.submit(unserved);
  expect(await takeAndDie(2_000)).toEqual([next]);
});

test('what is stored where no lane delivers it ends as failed, though nobody was told', async () => {
  await system.service('recorder').end('SIGTERM');
  const id = await api.submit({ ...unserved, priority: 'normal' });
  await spendDeliveries(id);
  await bus.jsm.streams.purge(streams.advisories);
  expect(await findMessage(id)).not.toBeNull();
  system.service('recorder').start();
  await system.service('recorder').ready();
  expect(await api.ended(id)).toMatchObject({ status: 'failed', error: { code: 'worker.lost' } });
  expect(await findMessage(id)).toBeNull();
});

/** As an API process leaves it that dies when it has put the cancellation. */
const cancelAndDie = async (id: string): Promise<void> => {
  const kv = await openCancellations(bus);
  await kv.put(id, JSON.stringify({ reason: 'not needed', at: Date.now() }));
};

test('a canceled command ends, though the API that took the word for it died and no worker is given it', async () => {
  const waiting = await api.submit({ name: 'system.ping', input: {}, delayMs: 600_000 });
  const queued = await api.submit(unserved);
  const ended = await api.submit({ name: 'system.ping', input: {} });
  expect(await api.ended(ended)).toMatchObject({ status: 'completed' });
  for (const id of [waiting, queued, ended]) await cancelAndDie(id);
  for (const id of [waiting, queued]) {
    expect(await api.ended(id)).toMatchObject({ status: 'canceled', reason: 'not needed', attempt: 0 });
    await eventually('its message is removed', async () => (await findMessage(id)) === null);
  }
  expect(await api.command(ended)).toMatchObject({ status: 'completed' });
});

test('a queue without lanes is given them', async () => {
  const publisher = createPublisher(bus.nc);
  const id = newCommandId();
  await publisher.publish(subjects.command('returned', 'normal', id), '{}', { messageId: id });
  publisher.close();
  const lane = await eventually('the lane is made', async () =>
    bus.jsm.consumers.info(streams.commands, laneConsumer('returned', 'normal')).catch(() => undefined),
  );
  expect(lane.num_pending).toBe(1);
});

test('a message of a command that has ended is removed, though no lane delivers it', async () => {
  const id = await api.submit({ name: 'system.ping', input: {} });
  const { status } = await api.ended(id);
  const publisher = createPublisher(bus.nc);
  await publisher.publish(subjects.command('demo', 'low', id), '{}', { messageId: `${id}:again` });
  publisher.close();
  await eventually('it is removed', async () => (await findMessage(id)) === null);
  expect(await api.command(id)).toMatchObject({ status });
});
