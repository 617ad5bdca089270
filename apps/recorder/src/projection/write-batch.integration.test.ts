import { startSurrealServer, type TestServer } from '@signalbox/embedded/harness';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { connectStore, type Store } from '@signalbox/runtime/store/connect';
import { findCommand } from '@signalbox/runtime/store/find-command';
import { listCommands } from '@signalbox/runtime/store/list-commands';
import { migrate } from '@signalbox/runtime/store/migrate';
import { newCommandId } from '@signalbox/runtime/ids';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import {
  isStateEvent,
  toPosition,
  type CommandEvent,
  type LogEvent,
} from '@signalbox/shared/events/command-event';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { findLog } from '@signalbox/runtime/store/find-log';
import { RecordId } from 'surrealdb';
import { mergeRows, toRow, type CommandRow } from '@signalbox/shared/events/fold';
import { array, asyncProperty, assert, constantFrom, integer, record, shuffledSubarray } from 'fast-check';
import { fileURLToPath } from 'node:url';
import { commandStatuses } from '@signalbox/shared/status/status';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PendingRows } from './pending-rows.ts';
import { RecentIds } from './recent-ids.ts';
import { writeBatch } from './write-batch.ts';

const directory = fileURLToPath(new URL('../../../../infra/surrealdb', import.meta.url));
let server: TestServer;
let store: Store;

beforeAll(async () => {
  server = await startSurrealServer({ memory: true });
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  store = await connectStore({
    url: server.url,
    user: 'root',
    password: 'root',
    namespace: 'test',
    database: 'test',
    logger,
  });
  await migrate(store, { directory });
});
afterAll(async () => {
  await store.close();
  await server[Symbol.asyncDispose]();
});

const toEvent = (
  id: string,
  { type, attempt, at }: { type: string; attempt: number; at: number },
): CommandEvent => {
  const command: CommandEnvelope = {
    v: 1,
    id,
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: 1,
    traceId: 't',
    parentId,
  };
  const ran = { id, at, attempt, worker: 'w', startedAt: at, command };
  const error = { code: 'handler.failed', message: 'no', retryable: true, fingerprint: `f${at}` };
  switch (type) {
    case 'started':
      return { type, ...ran };
    case 'progress':
      return { type, id, at, attempt, worker: 'w', startedAt: at, n: 1, percent: 1 };
    case 'retrying':
      return { type, ...ran, error, waitMs: 1, nextAttemptAt: at };
    case 'completed':
      return { type, ...ran, resultRef: { key: id, bytes: at } };
    case 'failed':
      return { type, ...ran, error };
    case 'log':
      return {
        type,
        id,
        at,
        attempt,
        worker: 'w',
        n: at,
        lines: [
          { at, level: 'info', message: `line ${at}` },
          { at, level: 'warn', message: 'and one more', fields: { at } },
        ],
      };
    case 'deleted':
      return { type, id, at, reason: 'no longer needed' };
    default:
      return { type: 'accepted', id, at, command };
  }
};

const parentId = newCommandId();
const types = ['accepted', 'started', 'progress', 'retrying', 'completed', 'failed', 'log'] as const;

const fact = record({
  type: constantFrom(...types),
  attempt: integer({ min: 1, max: 3 }),
  at: integer({ min: 1, max: 9 }),
});

const toFacts = ({ order, state, command }: CommandRow) => ({
  order,
  status: state.status,
  attempt: state.attempt,
  command,
});

/** The statuses by which a list finds the command: whatever was heard of it when, exactly one. */
const listedUnder = async (id: string): Promise<string[]> => {
  const found = await Promise.all(
    commandStatuses.map(async (status) => {
      const rows = await listCommands(store, { statuses: [status], sort: '-submittedAt', limit: 200 });
      return rows.some((row) => row.id === id) ? [status] : [];
    }),
  );
  return found.flat();
};

/** One history, heard twice and in disorder, written message by message, now and then by a recorder that just started. */
const history = array(fact, { minLength: 1, maxLength: 8 }).chain((facts) =>
  shuffledSubarray([...facts.keys(), ...facts.keys()], { minLength: facts.length * 2 }).map((heard) => ({
    facts,
    heard,
  })),
);

const dropped: string[] = [];

/** A recorder that has just started: it knows nothing of what is stored. */
const startRecorder = () => {
  const known = new RecentIds(100);
  const pending = new PendingRows(known);
  const dropResult = async (key: string): Promise<void> => void dropped.push(key);
  return {
    hear: async (
      event: CommandEvent,
      { sequence, deliveryCount = 1 }: { sequence: number; deliveryCount?: number },
    ) => {
      pending.add({ sequence, deliveryCount, acknowledgement: () => undefined } as PulledMessage, [event]);
      const batch = pending.take('all');
      await writeBatch(batch, { store, dropResult, known });
      pending.release(batch);
    },
  };
};

const hearAll = async (events: readonly CommandEvent[], heard: readonly number[], restartEvery: number) => {
  let recorder = startRecorder();
  for (const [count, index] of heard.entries()) {
    const event = events[index];
    if (count % restartEvery === 0) recorder = startRecorder();
    if (event) await recorder.hear(event, { sequence: index + 1 });
  }
};

const isLog = (event: CommandEvent): event is LogEvent => event.type === 'log';

/** The lines of each log event once, in order of attempt and number. */
const linesOf = (events: readonly CommandEvent[]): string[] => {
  const byPlace = new Map(events.filter(isLog).map((event) => [event.attempt * 100 + event.n, event]));
  return [...byPlace]
    .toSorted(([left], [right]) => left - right)
    .flatMap(([, { attempt, lines }]) => lines.map(({ message }) => `${attempt} ${message}`));
};

/** As the marks tell it, by which errors are grouped. */
const fingerprintMarked = async (id: string): Promise<string | undefined> => {
  const [[mark]] = await store.query<[[{ fingerprint?: string }?]]>(
    'SELECT fingerprint FROM command_failed WHERE id = $mark AND row.status = "failed"',
    { mark: new RecordId('command_failed', id) },
  );
  return mark?.fingerprint;
};

const fingerprintShown = async (id: string): Promise<string | undefined> => {
  const { status, error } = (await findCommand(store, id))?.state ?? {};
  return status === 'failed' ? error?.fingerprint : undefined;
};

const countAll = async (id: string): Promise<number> => {
  const [counts] = await store.query<[number[]]>(
    `RETURN [
      count(SELECT id FROM command WHERE record::id(id) = $id),
      count(SELECT id FROM command_open WHERE record::id(id) = $id),
      count(SELECT id FROM command_failed WHERE record::id(id) = $id),
      count(SELECT id FROM command_child WHERE record::id(id)[1] = $id),
      count(SELECT id FROM command_event WHERE record::id(id)[0] = $id),
      count(SELECT id FROM command_log WHERE record::id(id)[0] = $id)
    ]`,
    { id },
  );
  return counts.reduce((sum, count) => sum + count, 0);
};

test('the database merges as mergeRows does, under repetition, disorder and restarts of the recorder', async () => {
  await assert(
    asyncProperty(history, integer({ min: 1, max: 4 }), async ({ facts, heard }, restartEvery) => {
      const id = newCommandId();
      const events = facts.map((entry) => toEvent(id, entry));
      await hearAll(events, heard, restartEvery);
      const rows = events.flatMap((event, index) =>
        isStateEvent(event) ? [toRow(event, toPosition(index + 1, 0))] : [],
      );
      const stored = await findCommand(store, id);
      const expected = rows.length > 0 ? rows.reduce(mergeRows) : undefined;
      expect(stored && toFacts(stored)).toEqual(expected && toFacts(expected));
      expect(await listedUnder(id)).toEqual(stored ? [stored.state.status] : []);
      const log = await findLog(store, { id, limit: 100 });
      expect(log.map(({ attempt, message }) => `${attempt} ${message}`)).toEqual(linesOf(events));
      expect(await fingerprintMarked(id)).toBe(await fingerprintShown(id));
    }),
    { numRuns: 60 },
  );
});

test('of a command that was removed nothing is left, and what is delivered again does not bring it back', async () => {
  await assert(
    asyncProperty(history, integer({ min: 1, max: 4 }), async ({ facts, heard }, restartEvery) => {
      const id = newCommandId();
      const ended = [...facts, { type: 'completed', attempt: 4, at: 10 }];
      const events = ended.map((entry) => toEvent(id, entry));
      await hearAll(events, [...heard, facts.length], restartEvery);
      const hasResult = (await findCommand(store, id))?.state.resultRef !== undefined;
      const recorder = startRecorder();
      await recorder.hear(toEvent(id, { type: 'deleted', attempt: 0, at: 11 }), { sequence: 100 });
      expect(await countAll(id)).toBe(0);
      expect(dropped.includes(id)).toBe(hasResult);
      for (const again of [recorder, startRecorder()]) {
        for (const [index, event] of events.entries())
          await again.hear(event, { sequence: index + 1, deliveryCount: 2 });
        await again.hear(toEvent(id, { type: 'deleted', attempt: 0, at: 11 }), {
          sequence: 100,
          deliveryCount: 2,
        });
      }
      expect(await countAll(id)).toBe(0);
    }),
    { numRuns: 20 },
  );
});

test('a log is read line by line, on from any place', async () => {
  const id = newCommandId();
  const recorder = startRecorder();
  for (const at of [1, 2, 3])
    await recorder.hear(toEvent(id, { type: 'log', attempt: 1, at }), { sequence: at });
  await recorder.hear(toEvent(id, { type: 'log', attempt: 2, at: 1 }), { sequence: 4 });
  const all = await findLog(store, { id, limit: 100 });
  expect(all.map(({ attempt, place }) => [attempt, place.n, place.line])).toEqual([
    [1, 1, 0],
    [1, 1, 1],
    [1, 2, 0],
    [1, 2, 1],
    [1, 3, 0],
    [1, 3, 1],
    [2, 1, 0],
    [2, 1, 1],
  ]);
  for (const [index, { place }] of all.entries())
    expect(await findLog(store, { id, after: place, limit: 3 })).toEqual(all.slice(index + 1, index + 4));
});

test('migrations go up, down and up again, and a version is recorded', async () => {
  const versions = async () => {
    const [rows] = await store.query<[{ version: number }[]]>(
      'SELECT version FROM _migration ORDER BY version',
    );
    return rows.map(({ version }) => version);
  };
  const newest = await versions();
  expect(newest.length).toBeGreaterThan(0);
  await migrate(store, { directory, to: 0 });
  expect(await versions()).toEqual([]);
  await migrate(store, { directory });
  expect(await versions()).toEqual(newest);
});
