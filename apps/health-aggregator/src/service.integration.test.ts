import { fileURLToPath } from 'node:url';
import { startNatsServer, startSurrealServer, type TestServer } from '@signalbox/embedded/harness';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { connectStore, type Store } from '@signalbox/runtime/store/connect';
import { migrate } from '@signalbox/runtime/store/migrate';
import { expect, test } from 'vitest';
import { createHealthAggregator } from './service.ts';
import { spawnBeating } from './testing/spawn-beating.ts';
import { startAggregator } from './testing/start-aggregator.ts';

const intervalMs = 500;
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
const directory = fileURLToPath(new URL('../../../infra/surrealdb', import.meta.url));

const connectMigrated = async (url: string): Promise<Store> => {
  const store = await connectStore({
    url,
    user: 'root',
    password: 'root',
    namespace: 'signalbox',
    database: 'signalbox',
    logger,
  });
  await migrate(store, { directory });
  return store;
};

const start = (nats: TestServer, surreal: TestServer) =>
  startAggregator(createHealthAggregator, {
    NATS_URL: nats.url,
    SURREAL_URL: surreal.url,
    HEARTBEAT_INTERVAL_MS: String(intervalMs),
    CONSOLE_URL: 'http://127.0.0.1:1',
  });

const readWorkerChanges = async (store: Store): Promise<string[]> => {
  const [changes] = await store.query<[{ from_state: string; to_state: string }[]]>(
    "SELECT from_state, to_state, at FROM health_transition WHERE service = 'worker' AND instance IS NONE ORDER BY at",
  );
  return changes.map(({ from_state: from, to_state: to }) => `${from} → ${to}`);
};

test('changes are kept in the database, and a restart neither invents nor loses one', async () => {
  await using nats = await startNatsServer();
  await using surreal = await startSurrealServer({ memory: true });
  const store = await connectMigrated(surreal.url);
  await using worker = await spawnBeating('worker', nats.url, intervalMs);
  {
    await using aggregator = await start(nats, surreal);
    await expect
      .poll(() => aggregator.readStates(), { timeout: 10_000 })
      .toMatchObject({ worker: 'healthy', surrealdb: 'healthy' });
    const surrealdb = (await aggregator.readReport()).items.find(({ name }) => name === 'surrealdb');
    expect(surrealdb?.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'answer pass',
      'write pass',
    ]);
    await expect.poll(() => readWorkerChanges(store), { timeout: 5_000 }).toEqual(['unknown → healthy']);
  }
  {
    await using aggregator = await start(nats, surreal);
    await expect
      .poll(() => aggregator.readStates(), { timeout: 10_000 })
      .toMatchObject({ worker: 'healthy', 'health-aggregator': 'healthy' });
    const found = (await aggregator.readReport()).items.find(({ name }) => name === 'worker');
    expect(found?.uptime['24h']).toBe(1);
    expect(found?.minutes.at(-1)).toBe('healthy');
  }
  worker.child.kill('SIGKILL');
  await using aggregator = await start(nats, surreal);
  await expect.poll(() => aggregator.readStates(), { timeout: 10_000 }).toMatchObject({ worker: 'offline' });
  await expect
    .poll(() => readWorkerChanges(store), { timeout: 5_000 })
    .toEqual(['unknown → healthy', 'healthy → offline']);
  await store.close();
});

test('a killed database is told within 10 seconds, and what changed meanwhile is written when it is back', async () => {
  await using nats = await startNatsServer();
  await using first = await startSurrealServer();
  const store = await connectMigrated(first.url);
  await using aggregator = await start(nats, first);
  await expect
    .poll(() => aggregator.readStates(), { timeout: 10_000 })
    .toMatchObject({ surrealdb: 'healthy' });
  await first.kill();
  await expect
    .poll(() => aggregator.readStates(), { timeout: 10_000 })
    .toMatchObject({ surrealdb: 'offline' });
  await using worker = await spawnBeating('worker', nats.url, intervalMs);
  await expect.poll(() => aggregator.readStates(), { timeout: 10_000 }).toMatchObject({ worker: 'healthy' });
  worker.child.kill('SIGTERM');
  await expect.poll(() => aggregator.readStates(), { timeout: 10_000 }).toMatchObject({ worker: 'stopped' });
  await using _again = await startSurrealServer({ port: first.port, dataDir: first.dataDir });
  await expect
    .poll(() => aggregator.readStates(), { timeout: 15_000 })
    .toMatchObject({ surrealdb: 'healthy' });
  await expect
    .poll(() => readWorkerChanges(store).then((changes) => changes.at(-1), String), { timeout: 10_000 })
    .toBe('healthy → stopped');
  await store.close();
});
