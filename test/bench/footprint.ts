import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { recorderConsumer, streams } from '@signalbox/shared/naming';
import { toNodeFlags } from '@signalbox/supervisor/node-flags';
import { createApiClient } from '../harness/api-client.ts';
import { submitMany } from '../harness/bulk.ts';
import { eventually } from '../harness/eventually.ts';
import { TestSystem, type ServiceName } from '../harness/test-system.ts';
import { readMemory, type Memory } from './memory.ts';

const count = Number(process.env['BENCH_COUNT'] ?? 100_000);
const limitMb = 300;
/** As the supervisor starts them. */
const asSupervised = {
  toNodeFlags,
  env: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '1048576' },
};
const drainLimitMs = 600_000;
const services = ['api', 'worker', 'recorder', 'health-aggregator'] as const;
/** Noted, not limited: their memory is what holds the queue and the history. */
const servers = ['nats', 'surrealdb'] as const;

const measure = (system: TestSystem, names: readonly ServiceName[]): Map<ServiceName, Memory> =>
  new Map(names.map((name) => [name, readMemory(system.service(name).pid)]));

const isIdle = async ({ jsm }: Bus): Promise<boolean> => {
  const { state } = await jsm.streams.info(streams.commands);
  const recorder = await jsm.consumers.info(streams.events, recorderConsumer);
  return state.messages === 0 && recorder.num_pending === 0 && recorder.num_ack_pending === 0;
};

const queueAll = async (system: TestSystem): Promise<void> => {
  const api = createApiClient(system.apiUrl);
  const ids = await submitMany(api, count, (index) => ({
    name: 'text.process',
    input: { text: `Number ${index} of many, with a text as long as people's texts are. `.repeat(3) },
  }));
  if (ids.length !== count) throw new Error(`only ${ids.length} of ${count} were accepted`);
};

const drain = async (system: TestSystem): Promise<void> => {
  const logger = createLogger({ service: 'bench', instance: 'bench', level: 'warn', format: 'json' });
  const bus = await connectBus({ url: system.natsUrl, name: 'bench', logger });
  system.service('worker').start();
  await eventually('all is done and recorded', () => isIdle(bus), { limitMs: drainLimitMs, everyMs: 250 });
  await bus.close();
};

const print = (queued: ReadonlyMap<ServiceName, Memory>, done: ReadonlyMap<ServiceName, Memory>): void => {
  const mb = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value)} MB`);
  console.log(`\n${''.padEnd(20)}${'queued'.padStart(10)}${'done'.padStart(10)}${'peak'.padStart(10)}`);
  for (const [name, { rssMb, peakMb }] of done)
    console.log(
      `${name.padEnd(20)}${mb(queued.get(name)?.rssMb).padStart(10)}${mb(rssMb).padStart(10)}${mb(peakMb).padStart(10)}`,
    );
};

/**
 * Memory of each process with so many commands queued, and the most of it while they are executed and recorded.
 * @returns false if a service went over its limit
 */
export const measureFootprint = async (): Promise<boolean> => {
  await using system = await TestSystem.create({
    ...asSupervised,
    env: { ...asSupervised.env, LOG_LEVEL: 'warn' },
  });
  await system.service('worker').end('SIGTERM');
  console.log(`${count.toLocaleString('en')} commands are queued by HTTP, then executed and recorded.`);
  await queueAll(system);
  const queued = measure(system, ['api', 'recorder', 'health-aggregator', ...servers]);
  await drain(system);
  const done = measure(system, [...services, ...servers]);
  print(queued, done);
  const over = services.filter((name) => (done.get(name)?.peakMb ?? 0) > limitMb);
  console.log(
    over.length === 0 ? `No service above ${limitMb} MB.` : `Above ${limitMb} MB: ${over.join(', ')}`,
  );
  return over.length === 0;
};
