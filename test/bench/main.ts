import { cpus } from 'node:os';
import { TestSystem } from '../harness/test-system.ts';
import { measureFootprint } from './footprint.ts';
import { runToEnd } from './processes.ts';
import { runBullmq, type BullmqResult } from './run-bullmq.ts';
import type { HttpResult } from './http/submit.ts';
import { settings, type BurstResult, type Latency } from './settings.ts';

type SignalboxResult = BurstResult & Latency & { recordedPerSecond: number };

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

const services = ['nats', 'surrealdb', 'recorder', 'worker'] as const;

const runSignalbox = async (): Promise<SignalboxResult> => {
  await using system = await TestSystem.create({
    services,
    env: { LOG_LEVEL: 'warn', WORKER_CONCURRENCY: '128' },
  });
  const groups = Object.fromEntries(services.map((name) => [name, system.service(name).pid]));
  return await runToEnd<SignalboxResult>('test/bench/signalbox/submit.ts', {
    NATS_URL: system.natsUrl,
    BENCH_GROUPS: JSON.stringify(groups),
  });
};

const runHttp = async (): Promise<HttpResult> => {
  await using system = await TestSystem.create({
    services: [...services, 'api'],
    env: { LOG_LEVEL: 'warn', WORKER_CONCURRENCY: '128' },
  });
  return await runToEnd<HttpResult>('test/bench/http/submit.ts', { API_URL: system.apiUrl });
};

const median = (values: number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

const medians = <Result extends object>(results: Result[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(results[0] ?? {}).map((key) => [
      key,
      median(results.map((result) => Number(Reflect.get(result, key)))),
    ]),
  );

const ratio = (ours: number | undefined, theirs: number | undefined): string =>
  ours && theirs ? `${(ours / theirs).toFixed(2)} ×` : '';

const print = (ours: Record<string, number>, theirs: Record<string, number> | undefined): void => {
  const row = (label: string, key: string, peer = key): void => {
    const format = (value: number | undefined): string =>
      value === undefined
        ? '–'
        : key.endsWith('Ms')
          ? `${value.toFixed(2)} ms`
          : `${value.toLocaleString('en')} /s`;
    console.log(
      `${label.padEnd(28)}${format(ours[key]).padStart(14)}${format(theirs?.[peer]).padStart(14)}${ratio(ours[key], theirs?.[peer]).padStart(10)}`,
    );
  };
  console.log(`\n${''.padEnd(28)}${'Signalbox'.padStart(14)}${'BullMQ'.padStart(14)}${'ratio'.padStart(10)}`);
  row('submitted', 'submittedPerSecond');
  row('done', 'donePerSecond');
  row('recorded (peer: done)', 'recordedPerSecond', 'donePerSecond');
  row('submit → result, p50', 'p50Ms');
  row('submit → result, p99', 'p99Ms');
};

if (process.argv[2] === 'footprint') process.exit((await measureFootprint()) ? 0 : 1);

console.log(
  `${settings.count} no-op commands, median of ${rounds} rounds, ${cpus().length} CPUs, Node ${process.version}`,
);
console.log(
  'Signalbox: submitter, worker, recorder, nats-server (file storage) and SurrealDB (on disk) as processes.',
);
console.log('BullMQ: submitter, worker and Redis (in memory, nothing saved) as processes.');
const ours: SignalboxResult[] = [];
const theirs: BullmqResult[] = [];
for (let round = 1; round <= rounds; round += 1) {
  ours.push(await runSignalbox());
  const peer = await runBullmq();
  if (peer) theirs.push(peer);
  console.log(
    `round ${round}: ${JSON.stringify({ signalbox: ours.at(-1), bullmq: peer ?? 'no redis-server found' })}`,
  );
}
print(medians(ours), theirs.length > 0 ? medians(theirs) : undefined);

const { singles, batches } = await runHttp();
const describe = ({ acceptedPerSecond, p50Ms, p99Ms }: HttpResult['singles']): string =>
  `${acceptedPerSecond.toLocaleString('en')} commands/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
console.log('\nBy HTTP, 64 connections, executed and recorded on the same machine meanwhile:');
console.log(`single submits              ${describe(singles)}`);
console.log(`batches of 100              ${describe(batches)}`);
