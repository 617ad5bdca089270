import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { openUniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { streams, subjects } from '@signalbox/shared/naming';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

interface Answer {
  status: number;
  body: { id: string; status: string; isDuplicate?: true };
}

const slow = (uniqueKey: string, input: Record<string, unknown> = {}) => ({
  name: 'demo.slow',
  input: { durationMs: 60_000, steps: 1, ...input },
  uniqueKey,
});

const submit = async (body: unknown, query = '', headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await api.post(`/v1/commands${query}`, body, headers);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

/** The bus as an API process has it that is stopped between taking a key and publishing. */
const openBus = async () => {
  const bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
  const publisher = createPublisher(bus.nc);
  const publish = async (parts: Pick<CommandEnvelope, 'id' | 'uniqueKey' | 'uniqueSince'>) => {
    const command: CommandEnvelope = {
      v: 1,
      name: 'demo.slow',
      queue: 'demo',
      priority: 'normal',
      input: { durationMs: 1, steps: 1 },
      submittedAt: Date.now(),
      traceId: 'a'.repeat(32),
      ...parts,
    };
    await publisher.publish(subjects.command('demo', 'normal', parts.id), JSON.stringify(command));
  };
  return {
    bus,
    keys: await openUniqueKeys(bus),
    publish,
    [Symbol.asyncDispose]: async () => {
      publisher.close();
      await bus.close();
    },
  };
};

const cancel = async (id: string): Promise<void> => {
  await api.post(`/v1/commands/${id}/cancel`, {});
  await api.ended(id);
};

test('20 at once with one key: one command; canceled, its key is free', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(slow('at-once'))));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(19).fill(200), 202]);
  const ids = new Set(answers.map(({ body }) => body.id));
  expect(ids.size).toBe(1);
  for (const id of ids) await cancel(id);
  const list = await api.get<{ items: unknown[] }>('/v1/commands?name=demo.slow');
  expect(list.items).toHaveLength(1);
  const next = await submit(slow('at-once'));
  expect(next.status).toBe(202);
  await cancel(next.body.id);
});

test('its key is free as soon as it has ended, over and over', async () => {
  const ids = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    const { status, body } = await submit(slow('in-turn', { durationMs: 1 }), '?waitMs=10000');
    expect([status, body.status]).toEqual([200, 'completed']);
    ids.add(body.id);
  }
  expect(ids.size).toBe(10);
});

test('it is unfinished while it waits for its time, for another attempt, and while it runs', async () => {
  const scheduled = await submit({ ...slow('scheduled'), delayMs: 60_000 });
  expect(await submit(slow('scheduled'))).toMatchObject({
    status: 200,
    body: { id: scheduled.body.id, status: 'scheduled', isDuplicate: true },
  });
  await cancel(scheduled.body.id);

  const flaky = {
    name: 'demo.flaky',
    input: { failures: 99 },
    uniqueKey: 'retrying',
    retry: { strategy: 'fixed', waitMs: 60_000 },
  };
  const { body } = await submit(flaky);
  await eventually('it is in back-off', async () => (await api.command(body.id)).status === 'retrying');
  expect(await submit(flaky)).toMatchObject({ status: 200, body: { id: body.id, status: 'retrying' } });
  await cancel(body.id);

  const running = await submit(slow('running'));
  await eventually('it runs', async () => (await api.command(running.body.id)).status === 'running');
  expect(await submit(slow('running'))).toMatchObject({
    status: 200,
    body: { id: running.body.id, status: 'running' },
  });
  await cancel(running.body.id);
});

test('in a batch, with waitMs and with an Idempotency-Key', async () => {
  const short = slow('together', { durationMs: 1_000 });
  const response = await api.post('/v1/commands/batch', { commands: [short, short] });
  const { items } = (await response.json()) as { items: { id: string; isDuplicate?: true }[] };
  const [first, second] = items;
  expect(second?.id).toBe(first?.id);
  expect(items.filter(({ isDuplicate }) => isDuplicate)).toHaveLength(1);
  const key = { 'idempotency-key': 'together' };
  expect(await submit(short, '', key)).toMatchObject({ status: 200, body: { id: first?.id } });
  expect(await submit(short, '?waitMs=10000')).toMatchObject({
    status: 200,
    body: { id: first?.id, status: 'completed' },
  });
  expect(await submit(short, '', key)).toMatchObject({
    status: 200,
    body: { id: first?.id, status: 'completed' },
  });
});

const findMessages = async (bus: Bus, id: string): Promise<number> => {
  const { state } = await bus.jsm.streams.info(streams.commands, {
    subjects_filter: subjects.commandById(id),
  });
  return Object.keys(state.subjects ?? {}).length;
};

test('a command that reaches the bus when another has its key does not run', async () => {
  await using opened = await openBus();
  const { bus, keys, publish } = opened;
  const uniqueKey = 'late';
  const claim = { id: newCommandId(), queue: 'demo', priority: 'normal', at: Date.now() - 600_000 } as const;
  const late = await keys.claim({ name: 'demo.slow', uniqueKey }, claim);
  const next = await submit(slow(uniqueKey, { durationMs: 2_000 }));
  expect(next.status).toBe(202);
  await publish({ id: claim.id, uniqueKey, uniqueSince: late.revision });
  await eventually('it is dropped', async () => (await findMessages(bus, claim.id)) === 0);
  expect(await api.ended(next.body.id)).toMatchObject({ status: 'completed' });
  expect((await fetch(`${system.apiUrl}/v1/commands/${claim.id}`)).status).toBe(404);
});

test('a command that has its key runs, however often its claim is written', async () => {
  await using opened = await openBus();
  const { keys, publish } = opened;
  const key = { name: 'demo.slow', uniqueKey: 'renewed' };
  const claim = { id: newCommandId(), queue: 'demo', priority: 'normal', at: Date.now() } as const;
  const taken = await keys.claim(key, claim);
  await keys.claim(key, { ...claim, since: taken.revision }, taken);
  await publish({ id: claim.id, uniqueKey: key.uniqueKey, uniqueSince: taken.revision });
  expect(await api.ended(claim.id)).toMatchObject({ status: 'completed' });
});

test('while the database is away one command is still one, and its end frees the key', async () => {
  await system.service('surrealdb').end('SIGKILL');
  const running = await submit(slow('without-database', { durationMs: 1_500 }));
  expect(running.status).toBe(202);
  expect(await submit(slow('without-database'))).toMatchObject({
    status: 200,
    body: { id: running.body.id, isDuplicate: true },
  });
  const next = await eventually('the key is free', async () => {
    const { status, body } = await submit(slow('without-database', { durationMs: 1 }));
    return status === 202 && body;
  });
  system.service('surrealdb').start();
  for (const id of [running.body.id, next.id])
    expect(await api.ended(id)).toMatchObject({ status: 'completed' });
});
