import { startNatsServer, startSurrealServer, type TestServer } from '@signalbox/embedded/harness';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createEventLog } from '@signalbox/runtime/bus/event-log';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { readEnvironment } from '@signalbox/runtime/config/environment';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { commandEnvelopeSchema } from '@signalbox/shared/commands/envelope';
import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { acceptedSchema, type Accepted } from '@signalbox/shared/http/submit';
import { headers as headerNames, streams, subjects } from '@signalbox/shared/naming';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi, type RunningApi } from './service.ts';
import { completed } from './testing/make-events.ts';

const logger = createLogger({ service: 'api', instance: 'api-test', level: 'silent', format: 'json' });
const ping = { name: 'system.ping', input: {} };

let nats: TestServer;
let surreal: TestServer;
let api: RunningApi;
let bus: Bus;

const startApi = (instance: string): Promise<RunningApi> => {
  const environment = { ...readEnvironment({ NATS_URL: nats.url, SURREAL_URL: surreal.url }), API_PORT: 0 };
  return createApi({ environment, logger, instance });
};

beforeAll(async () => {
  nats = await startNatsServer();
  surreal = await startSurrealServer({ memory: true });
  api = await startApi('api-test');
  bus = await connectBus({ url: nats.url, name: 'test', logger });
});

afterAll(async () => {
  await bus.close();
  await api.stop();
  await surreal[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

const post = (
  body: unknown,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${api.url}/v1/commands${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const submit = async (body: unknown, headers: Record<string, string> = {}): Promise<Accepted> =>
  acceptedSchema.parse(await (await post(body, { headers })).json());

const readStored = async (id: string) => {
  const stored = await bus.jsm.streams.getMessage(streams.commands, {
    last_by_subj: subjects.commandById(id),
  });
  if (!stored) throw new Error(`${id} is not on the bus`);
  return stored;
};

test('202 means: stored on its subject, under its id, with its trace', async () => {
  const accepted = await submit({ ...ping, priority: 'high' });
  const stored = await readStored(accepted.id);
  expect(stored.subject).toBe(subjects.command('default', 'high', accepted.id));
  expect(stored.header.get(headerNames.messageId)).toBe(accepted.id);
  expect(stored.header.get(headerNames.traceparent)).toContain(accepted.traceId);
  expect(commandEnvelopeSchema.parse(stored.json())).toMatchObject({
    id: accepted.id,
    priority: 'high',
    input: {},
  });
});

test('what is on the bus is found, whatever the database says', async () => {
  const { id } = await submit({ ...ping, delayMs: 60_000 });
  const response = await fetch(`${api.url}/v1/commands/${id}`);
  expect(commandViewSchema.parse(await response.json())).toMatchObject({ id, status: 'scheduled' });
});

test('the same key is the same command', async () => {
  const headers = { 'idempotency-key': 'integration' };
  const first = await submit(ping, headers);
  const again = await post(ping, { headers });
  expect(again.status).toBe(200);
  expect(acceptedSchema.parse(await again.json()).id).toBe(first.id);
  expect((await post({ ...ping, tags: ['other'] }, { headers })).status).toBe(422);
});

test('the end of a command reaches the one who waits, over the bus alone', async () => {
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher);
  const worker = bus.nc.subscribe(subjects.commandLane('demo', 'normal'), {
    callback: (_error, message) => {
      const command = commandEnvelopeSchema.parse(message.json());
      void eventLog.append(command.queue, completed(command, { pong: true }));
    },
  });
  await bus.nc.flush();
  const response = await post({ ...ping, queue: 'demo' }, { query: '?waitMs=10000' });
  worker.unsubscribe();
  publisher.close();
  expect(response.status).toBe(200);
  expect(commandViewSchema.parse(await response.json())).toMatchObject({
    status: 'completed',
    result: { pong: true },
  });
});

test('a database that nobody has set up yet is no error of the API', async () => {
  const status = async (path: string) => (await fetch(`${api.url}${path}`)).status;
  await expect
    .poll(async () => (await fetch(`${api.url}/health`)).json(), { timeout: 5_000 })
    .toMatchObject({
      checks: { 'store:responseTime': [{ status: 'pass' }] },
    });
  expect([await status('/v1/commands'), await status('/v1/stats')]).toEqual([503, 503]);
});

test('queues count what waits', async () => {
  const { id } = await submit({ name: 'http.request', input: { url: 'http://localhost:1/' } });
  const read = async () => {
    const { items } = (await (await fetch(`${api.url}/v1/queues`)).json()) as { items: { name: string }[] };
    return items.find(({ name }) => name === 'http');
  };
  await expect
    .poll(read, { timeout: 5_000 })
    .toMatchObject({ depth: 1, running: 0, oldestAgeMs: expect.any(Number) });
  expect((await readStored(id)).seq).toBeGreaterThan(0);
});

test('a bus that is away is told at once, and all is well when it is back', async () => {
  const port = Number(new URL(nats.url).port);
  const { id } = await submit(ping);
  const { dataDir } = nats;
  await nats.stop();
  const began = performance.now();
  const refused = await post(ping);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ code: 'bus.unavailable' });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect((await fetch(`${api.url}/livez`)).status).toBe(200);

  nats = await startNatsServer({ port, dataDir });
  await expect.poll(async () => (await post(ping)).status, { timeout: 15_000 }).toBe(202);
  const found = async () => (await fetch(`${api.url}/v1/commands/${id}`)).status;
  await expect.poll(found, { timeout: 15_000 }).toBe(200);
});

test('live events go on over a restart of the bus', async () => {
  const abort = new AbortController();
  const response = await fetch(`${api.url}/v1/events?type=accepted`, { signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { id } = await submit(ping);
  let text = '';
  while (!text.includes(id)) text += (await reader?.read())?.value ?? '';
  abort.abort();
  expect(text).toContain('event: command');
});

test('a resuming client gets what it missed from the stream', async () => {
  const { id } = await submit(ping);
  const abort = new AbortController();
  const response = await fetch(`${api.url}/v1/events`, {
    headers: { 'last-event-id': '0' },
    signal: abort.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes(id)) text += (await reader?.read())?.value ?? '';
  abort.abort();
  const seqs = [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  expect(seqs).toEqual(seqs.toSorted((left, right) => left - right));
  expect(new Set(seqs).size).toBe(seqs.length);
});

test('a process that stops answers those who wait, ends its streams and leaves at once', async () => {
  const second = await startApi('api-test-2');
  const stream = await fetch(`${second.url}/v1/events`);
  const waiting = fetch(`${second.url}/v1/commands?waitMs=60000`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ping, tags: ['last'] }),
  });
  const isAccepted = async () => {
    const metrics = await (await fetch(`${second.url}/metrics`)).text();
    return metrics.includes('commands_submitted_total{command_type="system.ping"} 1');
  };
  await expect.poll(isAccepted, { timeout: 5_000 }).toBe(true);
  const began = performance.now();
  await second.stop();
  expect(performance.now() - began).toBeLessThan(4_000);
  expect((await waiting).status).toBe(202);
  expect(await stream.text()).toContain(': this API process stops');
});
