import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { readStream } from '../harness/read-stream.ts';
import { TestSystem } from '../harness/test-system.ts';

const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await TestSystem.create({
    // A short lease, so that what a dead worker held comes back soon.
    env: { ACK_WAIT_MS: '1500' },
    services,
  });
  api = createApiClient(system.apiUrl);
});
afterAll(() => system[Symbol.asyncDispose]());

/** A real HTTP server that notes which steps called it. */
const serveSteps = async () => {
  const calls: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      calls.push((JSON.parse(body) as { step: number }).step);
      response.end('noted');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    calls,
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

test('a worker killed between two steps: finished steps are not run again', async () => {
  await using server = await serveSteps();
  const worker = system.service('worker');
  const id = await api.submit({
    name: 'demo.steps',
    input: { steps: 6, stepMs: 20, crashAt: 4, url: server.url },
  });
  await eventually('the worker dies', async () => !worker.isAlive);
  expect(server.calls).toEqual([1, 2, 3]);
  worker.start();
  await worker.ready();
  expect(await api.ended(id)).toMatchObject({
    status: 'completed',
    result: { steps: 6, run: 3 },
  });
  expect(server.calls).toEqual([1, 2, 3, 4, 5, 6]);
});

test('nats-server killed while steps are finished: each is stored, none is run again', async () => {
  // The lease outlives the restart: what another worker has by then, it may run once more.
  await using patient = await TestSystem.create({ env: { ACK_WAIT_MS: '30000' }, services });
  const { submit, ended } = createApiClient(patient.apiUrl);
  await using server = await serveSteps();
  const id = await submit({ name: 'demo.steps', input: { steps: 8, stepMs: 150, url: server.url } });
  await eventually('steps are under way', async () => server.calls.length >= 2);
  await patient.restart('nats', 'SIGKILL');
  expect(await ended(id)).toMatchObject({ status: 'completed', result: { steps: 8 } });
  expect(server.calls).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('lines that a handler logs are in the stream before the outcome, with their attempt', async () => {
  const id = await api.submit({ name: 'demo.steps', input: { steps: 3, stepMs: 5 } });
  await api.ended(id);
  const events = await readStream(system, id);
  const logs = events.filter((event) => event.type === 'log');
  expect(logs.flatMap(({ attempt, lines }) => lines.map(({ message }) => [attempt, message]))).toEqual([
    [1, 'Step 1 of 3 is done.'],
    [1, 'Step 2 of 3 is done.'],
    [1, 'Step 3 of 3 is done.'],
  ]);
  const placeOf = (wanted: string) => events.findLastIndex(({ type }) => type === wanted);
  expect(placeOf('log')).toBeLessThan(placeOf('completed'));
});
