import { startSurrealServer, type TestServer } from '@signalbox/embedded/harness';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { connectStore, type Store } from '@signalbox/runtime/store/connect';
import { findCommand } from '@signalbox/runtime/store/find-command';
import { listCommands } from '@signalbox/runtime/store/list-commands';
import { migrate } from '@signalbox/runtime/store/migrate';
import { newCommandId } from '@signalbox/runtime/ids';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { toPosition, type StateEvent } from '@signalbox/shared/events/command-event';
import { mergeRows, toRow, type CommandRow } from '@signalbox/shared/events/fold';
import { array, asyncProperty, assert, constantFrom, integer, record, shuffledSubarray } from 'fast-check';
import { fileURLToPath } from 'node:url';
import { commandStatuses } from '@signalbox/shared/status/status';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
): StateEvent => {
  const command: CommandEnvelope = {
    v: 1,
    id,
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: 1,
    traceId: 't',
  };
  const ran = { id, at, attempt, worker: 'w', startedAt: at, command };
  const error = { code: 'handler.failed', message: 'no', retryable: true };
  switch (type) {
    case 'started':
      return { type, ...ran };
    case 'progress':
      return { type, id, at, attempt, worker: 'w', startedAt: at, n: 1, percent: 1 };
    case 'retrying':
      return { type, ...ran, error, waitMs: 1, nextAttemptAt: at };
    case 'completed':
      return { type, ...ran, result: { at } };
    case 'failed':
      return { type, ...ran, error };
    default:
      return { type: 'accepted', id, at, command };
  }
};

const fact = record({
  type: constantFrom('accepted', 'started', 'progress', 'retrying', 'completed', 'failed'),
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

/** One history, heard twice and in disorder, written row by row, now and then by a recorder that just started. */
const history = array(fact, { minLength: 1, maxLength: 8 }).chain((facts) =>
  shuffledSubarray([...facts.keys(), ...facts.keys()], { minLength: facts.length * 2 }).map((heard) => ({
    facts,
    heard,
  })),
);

test('the database merges as mergeRows does, under repetition, disorder and restarts of the recorder', async () => {
  await assert(
    asyncProperty(history, integer({ min: 1, max: 4 }), async ({ facts, heard }, restartEvery) => {
      const id = newCommandId();
      const rows = facts.map((entry, index) => toRow(toEvent(id, entry), toPosition(index + 1, 0)));
      let known = new RecentIds(100);
      for (const [count, index] of heard.entries()) {
        const row = rows[index];
        if (count % restartEvery === 0) known = new RecentIds(100);
        if (row) await writeBatch(store, [{ row, since: 0, history: [], messages: [] }], known);
      }
      const stored = await findCommand(store, id);
      expect(stored && toFacts(stored)).toEqual(toFacts(rows.reduce(mergeRows)));
      expect(await listedUnder(id)).toEqual(stored && [stored.state.status]);
    }),
    { numRuns: 60 },
  );
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
