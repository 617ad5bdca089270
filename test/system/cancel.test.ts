import { connectBus } from '@signalbox/runtime/bus/connect';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { subjects } from '@signalbox/shared/naming';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

const graceMs = 500;

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
    // Nobody serves the queue http.
    env: {
      ACK_WAIT_MS: '2000',
      CANCEL_GRACE_MS: String(graceMs),
      WORKER_QUEUES: 'default,demo',
      WORKER_CONCURRENCY: '4',
    },
  });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

const slow = (input: Record<string, unknown> = {}) => ({
  name: 'demo.slow',
  input: { durationMs: 60_000, steps: 1, ...input },
});

const cancel = async (id: string, reason = 'not needed'): Promise<{ status: number; body: CommandView }> => {
  const response = await api.post(`/v1/commands/${id}/cancel`, { reason });
  return { status: response.status, body: (await response.json()) as CommandView };
};

const inStatus = (id: string, status: CommandView['status']): Promise<CommandView> =>
  eventually(`${id} is ${status}`, async () => {
    const command = await api.command(id);
    return command.status === status && command;
  });

const expectCanceled = async (id: string, reason: unknown = 'not needed'): Promise<CommandView> => {
  const command = await api.ended(id);
  expect(command).toMatchObject({ status: 'canceled', reason });
  const ends = (await api.history(id)).filter(({ type }) =>
    ['completed', 'failed', 'canceled'].includes(type),
  );
  expect(ends.map(({ type }) => type)).toEqual(['canceled']);
  return command;
};

const countRuns = async (id: string): Promise<number> =>
  (await api.history(id)).filter(({ type }) => type === 'started').length;

const connect = async () => {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  const bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
  return { bus, [Symbol.asyncDispose]: () => bus.close() };
};

const countQueued = async (): Promise<number> => {
  await using connection = await connect();
  return (await connection.bus.jsm.streams.info('COMMANDS')).state.messages;
};

test('queued where no worker is: it ends at once and leaves the queue', async () => {
  const before = await countQueued();
  const id = await api.submit({ ...slow(), queue: 'http' });
  expect(await countQueued()).toBe(before + 1);
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'canceled', attempt: 0 } });
  await expectCanceled(id);
  await eventually('it has left the queue', async () => (await countQueued()) === before);
});

test('scheduled: it ends at once and never runs', async () => {
  const id = await api.submit({ ...slow({ durationMs: 1 }), delayMs: 1_500 });
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'canceled' } });
  const later = await api.submit({ ...slow({ durationMs: 1 }), delayMs: 1_600 });
  expect(await api.ended(later)).toMatchObject({ status: 'completed' });
  await expectCanceled(id);
  expect(await countRuns(id)).toBe(0);
});

test('running and heeding its signal: it ends at once, with the reason', async () => {
  const id = await api.submit(slow());
  const { worker } = await inStatus(id, 'running');
  const startedAt = performance.now();
  await cancel(id);
  expect(await expectCanceled(id)).toMatchObject({ attempt: 1, worker });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('running and ignoring its signal: it ends after the grace, the slot is free, and the log says why', async () => {
  const ids = await Promise.all(Array.from({ length: 4 }, () => api.submit(slow({ ignoreSignal: true }))));
  for (const id of ids) await inStatus(id, 'running');
  const answers = await Promise.all(ids.map((id) => cancel(id)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  expect(answers[0]?.body).toMatchObject({ links: { self: `/v1/commands/${ids[0]}` } });
  for (const id of ids) await expectCanceled(id);
  const next = await api.post('/v1/commands?waitMs=10000', slow({ durationMs: 1 }));
  expect(await next.json()).toMatchObject({ status: 'completed' });
  expect(system.service('worker').output).toContain('Let it heed context.signal');
});

test('a handler that completes in spite of the cancel: it stays completed', async () => {
  const id = await api.submit(slow({ durationMs: 400, ignoreSignal: true }));
  await inStatus(id, 'running');
  await cancel(id);
  expect(await api.ended(id)).toMatchObject({ status: 'completed' });
});

test('in back-off: it ends at once, keeps its attempts and does not run again', async () => {
  const id = await api.submit({
    name: 'demo.flaky',
    input: { failures: 99 },
    retry: { strategy: 'fixed', waitMs: 1_500, maxAttempts: 9 },
  });
  await inStatus(id, 'retrying');
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'canceled' } });
  const later = await api.submit({ ...slow({ durationMs: 1 }), delayMs: 2_000 });
  await api.ended(later);
  const { attempt } = await expectCanceled(id);
  expect((await api.history(id)).filter(({ type }) => type === 'retrying')).toHaveLength(attempt);
});

test('waiting behind a full queue: it ends at once and never runs', async () => {
  const running = await Promise.all(Array.from({ length: 4 }, () => api.submit(slow())));
  for (const id of running) await inStatus(id, 'running');
  const waiting = await api.submit(slow());
  expect(await cancel(waiting)).toMatchObject({ status: 200, body: { status: 'canceled' } });
  await Promise.all(running.map((id) => cancel(id)));
  for (const id of running) await expectCanceled(id);
  await expectCanceled(waiting);
  expect(await countRuns(waiting)).toBe(0);
});

test('of two workers, the one that has it ends it', async () => {
  const second = await system.addWorker();
  const ids = await Promise.all(Array.from({ length: 8 }, () => api.submit(slow())));
  const running = await Promise.all(ids.map((id) => inStatus(id, 'running')));
  expect(new Set(running.map(({ worker }) => worker)).size).toBe(2);
  await Promise.all(ids.map((id) => cancel(id)));
  for (const { id, worker } of running) expect(await expectCanceled(id)).toMatchObject({ worker });
  await second.end('SIGTERM');
});

test('twice: the second finds it ended, as does one after any end', async () => {
  const id = await api.submit(slow());
  await inStatus(id, 'running');
  await cancel(id);
  await expectCanceled(id);
  expect(await cancel(id, 'again')).toMatchObject({ status: 409, body: { code: 'command.already_ended' } });
  const done = await api.submit({ name: 'system.ping', input: {} });
  await api.ended(done);
  const { status, body } = await cancel(done);
  expect([status, body]).toMatchObject([409, { detail: expect.stringContaining('completed') }]);
  expect(await api.command(done)).toMatchObject({ status: 'completed' });
});

test('a parent: what it spawned ends with it, running or queued, with or without a worker', async () => {
  const parent = await api.submit({ ...slow(), queue: 'http' });
  await using connection = await connect();
  const publisher = createPublisher(connection.bus.nc);
  const spawn = async (queue: string, ancestors: string[]): Promise<string> => {
    const command: CommandEnvelope = {
      v: 1,
      id: newCommandId(),
      ...slow(),
      queue,
      priority: 'normal',
      submittedAt: Date.now(),
      traceId: 't',
      parentId: ancestors.at(-1) ?? parent,
      ancestors,
    };
    const payload = JSON.stringify(command);
    await publisher.publish(subjects.command(queue, 'normal', command.id), payload, {
      messageId: command.id,
    });
    const event = { type: 'accepted', id: command.id, at: command.submittedAt, command };
    await publisher.publish(subjects.commandEvents(queue), JSON.stringify([event]));
    return command.id;
  };
  const child = await spawn('demo', [parent]);
  const grandchild = await spawn('demo', [parent, child]);
  const waiting = await spawn('http', [parent]);
  const waitingGrandchild = await spawn('http', [parent, waiting]);
  for (const id of [child, grandchild]) await inStatus(id, 'running');
  for (const id of [waiting, waitingGrandchild]) await inStatus(id, 'queued');
  await cancel(parent);
  await expectCanceled(parent);
  const inherited = expect.stringContaining(`Command ${parent}, from which this one comes, was canceled`);
  for (const id of [child, grandchild, waiting, waitingGrandchild]) await expectCanceled(id, inherited);
  publisher.close();
});

test('while the database is away: queued and running commands end all the same', async () => {
  const running = await api.submit(slow());
  await inStatus(running, 'running');
  await system.service('surrealdb').end('SIGKILL');
  const queued = await api.submit({ ...slow(), queue: 'http' });
  expect(await cancel(queued)).toMatchObject({ status: 200, body: { status: 'canceled' } });
  expect((await cancel(running)).status).toBeLessThan(300);
  system.service('surrealdb').start();
  await expectCanceled(queued);
  await expectCanceled(running);
});
