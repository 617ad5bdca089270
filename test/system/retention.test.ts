import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createEventLog } from '@signalbox/runtime/bus/event-log';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { createResultStore } from '@signalbox/runtime/bus/result-store';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { firstIdAt } from '@signalbox/runtime/store/ulid-range';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

const day = 86_400_000;
let system: TestSystem;
let api: ApiClient;
let bus: Bus;

beforeAll(async () => {
  system = await TestSystem.create({ services: ['nats', 'surrealdb', 'recorder', 'api', 'worker'] });
  api = createApiClient(system.apiUrl);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
});
afterAll(async () => {
  await bus.close();
  await system[Symbol.asyncDispose]();
});

type End = 'completed' | 'failed' | 'canceled';

/** A command that ended at once, so long ago. */
const makeEnd = (end: End, agoMs: number, name = 'system.ping'): CommandEvent => {
  const at = Date.now() - agoMs;
  const id = firstIdAt(at).slice(0, 10) + newCommandId().slice(10);
  const command: CommandEnvelope = {
    v: 1,
    id,
    name,
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: at,
    traceId: 't',
  };
  const ran = { id, at, attempt: 1, worker: 'w', startedAt: at, command };
  if (end === 'completed') return { type: end, ...ran, result: { n: 1 } };
  if (end === 'canceled') return { type: end, ...ran, reason: 'no longer needed' };
  return { type: end, ...ran, error: { code: 'handler.failed', message: 'no', retryable: false } };
};

const tell = async (events: readonly CommandEvent[]): Promise<void> => {
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher);
  await Promise.all(events.map((event) => eventLog.append('default', event)));
  publisher.close();
};

const list = async (query: string): Promise<CommandView[]> =>
  (await api.get<{ items: CommandView[] }>(`/v1/commands?limit=200&${query}`)).items;

const isKnown = async (id: string): Promise<boolean> =>
  (await fetch(`${system.apiUrl}/v1/commands/${id}`)).ok;

const prune = async (input: object): Promise<unknown> => {
  const ended = await api.ended(await api.submit({ name: 'system.prune', input }));
  expect(ended).toMatchObject({ status: 'completed' });
  return ended.result;
};

const nothing = { completed: {}, failed: {}, canceled: {} };

/** Reads as a console does, until told to stop; how long each took, in ms. */
const readSteadily = () => {
  const durations: number[] = [];
  const stopping = new AbortController();
  const read = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      await list('status=completed');
      durations.push(performance.now() - startedAt);
    }
  };
  const reading = read();
  return async (): Promise<{ reads: number; p99Ms: number }> => {
    stopping.abort();
    await reading;
    const sorted = durations.toSorted((left, right) => left - right);
    return { reads: sorted.length, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
  };
};

test('4,000 old commands are pruned while the history stays readable', async () => {
  const count = 4_000;
  const old = Array.from({ length: count }, (_, n) => makeEnd('completed', 8 * day + n * 10));
  const young = Array.from({ length: 300 }, (_, n) => makeEnd('completed', 6 * day + n * 10));
  await tell([...old, ...young]);
  const oldest = old.at(-1)?.id ?? '';
  await eventually('all are recorded', async () => isKnown(oldest));
  const startedAt = performance.now();
  const stopReading = readSteadily();
  expect(await prune({})).toEqual({ completed: count, failed: 0, canceled: 0 });
  const tookMs = Math.round(performance.now() - startedAt);
  const { reads, p99Ms } = await stopReading();
  process.stdout.write(`pruned ${count} in ${tookMs} ms; ${reads} reads, p99 ${Math.round(p99Ms)} ms\n`);
  expect(p99Ms).toBeLessThan(1_000);
  const to = new Date(Date.now() - 7 * day).toISOString();
  expect(await list(`to=${to}`)).toEqual([]);
  expect(await Promise.all(old.slice(0, 20).map(({ id }) => isKnown(id)))).not.toContain(true);
  expect(await Promise.all(young.slice(0, 20).map(({ id }) => isKnown(id)))).not.toContain(false);
});

test('each status has a rule of its own, by age or by number', async () => {
  const ends = (['failed', 'canceled'] as const).flatMap((end) =>
    [40, 35, 3, 2, 1].map((days) => makeEnd(end, days * day)),
  );
  await tell(ends);
  await eventually('all are recorded', async () => (await list('status=failed,canceled')).length === 10);
  expect(await prune({ ...nothing, failed: { keepNewest: 2 }, canceled: { olderThanMs: 30 * day } })).toEqual(
    { completed: 0, failed: 3, canceled: 2 },
  );
  const [, , , failed2, failed1, , , canceled3, canceled2, canceled1] = ends.map(({ id }) => id);
  const left = (await list('status=failed,canceled')).map(({ id }) => id);
  expect(left.toSorted()).toEqual([failed2, failed1, canceled3, canceled2, canceled1].toSorted());
  expect(
    (await api.get<{ items: { count: number }[] }>(`/v1/errors?window=${60 * day}`)).items,
  ).toMatchObject([{ count: 2 }]);
});

test('a command that was submitted long ago and ended lately is kept', async () => {
  const event = makeEnd('completed', 20 * day);
  await tell([{ ...event, at: Date.now() }]);
  await eventually('it is recorded', async () => isKnown(event.id));
  expect(await prune({ ...nothing, completed: { olderThanMs: day } })).toMatchObject({ failed: 0 });
  expect(await isKnown(event.id)).toBe(true);
});

test('with a command goes all that is kept of it: log, history and large result', async () => {
  const results = createResultStore(bus);
  const event = makeEnd('completed', 9 * day);
  if (event.type !== 'completed') throw new Error('it is completed');
  const { id, result: _, ...end } = event;
  const resultRef = await results.put(id, new TextEncoder().encode('"large"'));
  const { attempt, worker, at } = event;
  const lines = [{ at, level: 'info', message: 'working' } as const];
  await tell([
    { ...end, id, type: 'started' },
    { type: 'log', id, at, attempt, worker, n: 1, lines },
    { ...end, id, resultRef },
  ]);
  await eventually('it is recorded', async () => (await api.command(id)).status === 'completed');
  expect(await api.get(`/v1/commands/${id}/result`)).toBe('large');
  expect(await prune({ ...nothing, completed: { olderThanMs: 8 * day } })).toMatchObject({ completed: 1 });
  expect(await isKnown(id)).toBe(false);
  expect(await results.read(id)).toBeUndefined();
});
