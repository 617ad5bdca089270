import { expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

/** A short lease, so that what a dead worker held comes back soon. */
const env = { ACK_WAIT_MS: '2000' };

/** Submits until told to stop; remembers only what the API accepted. */
const submitSteadily = (api: ApiClient) => {
  const accepted: string[] = [];
  const refused: number[] = [];
  const stopping = new AbortController();
  const submitInTurn = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const body = { name: 'text.process', input: { text: `number ${accepted.length}` } };
      const response = await api.post('/v1/commands', body).catch(() => undefined);
      if (response?.status === 202) accepted.push(((await response.json()) as { id: string }).id);
      else if (response) refused.push(response.status);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const submitters = [submitInTurn(), submitInTurn(), submitInTurn()];
  return {
    accepted,
    refused,
    stop: async () => {
      stopping.abort();
      await Promise.all(submitters);
    },
  };
};

const expectAllEnded = async (api: ApiClient, ids: readonly string[]): Promise<void> => {
  for (const id of ids) expect(await api.ended(id, 60_000)).toMatchObject({ status: 'completed' });
};

test('a worker killed in the middle of a command: the command completes', async () => {
  await using system = await TestSystem.create({
    env,
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 3_000 } });
  await eventually('it runs', async () => (await api.command(id)).status === 'running');
  await system.restart('worker', 'SIGKILL');
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
});

test('a command that kills its worker each time ends as failed, and the queue flows on', async () => {
  await using system = await TestSystem.create({
    env,
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  const id = await api.submit({ name: 'demo.crash', input: {} });
  const other = await api.submit({ name: 'demo.slow', input: { durationMs: 200, steps: 1 } });
  const worker = system.service('worker');
  // In place of a supervisor: a worker that is dead is started again, however often the command kills it.
  await eventually(
    'the command ends',
    async () => {
      if (!worker.isAlive) worker.start();
      return (await api.command(id)).status === 'failed';
    },
    { limitMs: 60_000, everyMs: 200 },
  );
  expect(await api.ended(id)).toMatchObject({ status: 'failed', error: { code: 'worker.lost' } });
  expect(await api.ended(other)).toMatchObject({ status: 'completed' });
});

test('nats-server and SurrealDB killed in turn under load: every accepted command ends', async () => {
  await using system = await TestSystem.create({
    env,
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  const load = submitSteadily(api);
  const accept = (count: number) =>
    eventually(`${count} accepted`, async () => load.accepted.length >= count, { limitMs: 60_000 });
  await accept(100);
  await system.restart('nats', 'SIGKILL');
  await accept(load.accepted.length + 100);
  await system.restart('surrealdb', 'SIGKILL');
  await accept(load.accepted.length + 100);
  await load.stop();
  expect(load.accepted.length).toBeGreaterThanOrEqual(300);
  await expectAllEnded(api, load.accepted);
});

test('the database away: accepting and executing go on, and nothing is missing afterwards', async () => {
  await using system = await TestSystem.create({
    env,
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  await system.service('surrealdb').end('SIGKILL');
  const response = await api.post('/v1/commands?waitMs=5000', { name: 'system.ping', input: {} });
  expect(response.status).toBe(200);
  const { id } = (await response.json()) as { id: string };
  expect((await fetch(`${system.apiUrl}/v1/commands`)).status).toBe(503);
  system.service('surrealdb').start();
  expect(await api.ended(id)).toMatchObject({ status: 'completed' });
});

test('the bus away: submitting answers 503 with Retry-After, and works again afterwards', async () => {
  await using system = await TestSystem.create({
    env,
    services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'],
  });
  const api = createApiClient(system.apiUrl);
  await system.service('nats').end('SIGKILL');
  const response = await api.post('/v1/commands', { name: 'system.ping', input: {} });
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ code: 'bus.unavailable' });
  system.service('nats').start();
  await eventually(
    'accepted again',
    async () => (await api.post('/v1/commands', { name: 'system.ping', input: {} })).status === 202,
  );
});
