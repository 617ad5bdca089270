import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { streams } from '@signalbox/shared/naming';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuild } from '../chaos/checks/rebuild.ts';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { submitMany } from '../harness/bulk.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem } from '../harness/test-system.ts';

const count = 10_000;
let system: TestSystem;
let api: ApiClient;
let bus: Bus;

beforeAll(async () => {
  const services = ['nats', 'surrealdb', 'recorder', 'api', 'worker'] as const;
  system = await TestSystem.create({ env: { ACK_WAIT_MS: '2000', LOG_LEVEL: 'warn' }, services });
  api = createApiClient(system.apiUrl);
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  bus = await connectBus({ url: system.natsUrl, name: 'test', logger });
});
afterAll(async () => {
  await bus.close();
  await system[Symbol.asyncDispose]();
});

const countQueued = async (): Promise<number> =>
  (await bus.jsm.streams.info(streams.commands)).state.messages;

test('10,000 commands queued, nats-server killed and started again: all 10,000 complete', async () => {
  await system.service('worker').end('SIGTERM');
  const ids = await submitMany(api, count, (index) => ({
    name: 'text.process',
    input: { text: `${index}` },
  }));
  expect(new Set(ids).size).toBe(count);
  await system.restart('nats', 'SIGKILL');
  expect(await eventually('the bus answers', countQueued)).toBe(count);
  system.service('worker').start();
  await eventually('the queue is empty', async () => (await countQueued()) === 0, { limitMs: 60_000 });
  const { rows } = await rebuild(bus, []);
  expect(ids.filter((id) => rows.get(id)?.state.status !== 'completed')).toEqual([]);
});
