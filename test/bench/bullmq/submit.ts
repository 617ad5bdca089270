import { Queue, QueueEvents } from 'bullmq';
import { pause, perSecond, settings, toLatency } from '../settings.ts';

const connection = { host: '127.0.0.1', port: Number(process.env['REDIS_PORT']), maxRetriesPerRequest: null };
// By default the stream of events keeps 10,000, and a burst that ends faster than it is heard of would not be seen to end.
const queue = new Queue('bench', { connection, streams: { events: { maxLen: 1_000_000 } } });
// From the first event on: what happens before its first reading would be missed otherwise.
const queueEvents = new QueueEvents('bench', { connection, lastEventId: '0-0' });
await queueEvents.waitUntilReady();
const bulkSize = 500;

const measureLatency = async () => {
  const samples: number[] = [];
  for (let index = 0; index < settings.singles; index += 1) {
    const startedAt = performance.now();
    const added = await queue.add('ping', {});
    await added.waitUntilFinished(queueEvents);
    samples.push(performance.now() - startedAt);
    await pause(settings.pauseMs);
  }
  return toLatency(samples);
};

const measureBurst = async (count: number) => {
  let ended = 0;
  const startedAt = performance.now();
  const all = new Promise<void>((resolve) => {
    const countEnd = (): void => {
      ended += 1;
      if (ended < count) return;
      queueEvents.off('completed', countEnd);
      resolve();
    };
    queueEvents.on('completed', countEnd);
  });
  const bulks = Array.from({ length: Math.ceil(count / bulkSize) }, (_, index) =>
    Math.min(bulkSize, count - index * bulkSize),
  );
  const addInTurn = async (): Promise<void> => {
    for (let size = bulks.shift(); size !== undefined; size = bulks.shift()) {
      await queue.addBulk(Array.from({ length: size }, () => ({ name: 'ping', data: {} })));
    }
  };
  await Promise.all([addInTurn(), addInTurn(), addInTurn(), addInTurn()]);
  const submittedMs = performance.now() - startedAt;
  await all;
  return {
    submittedPerSecond: perSecond(count, submittedMs),
    donePerSecond: perSecond(count, performance.now() - startedAt),
  };
};

await measureBurst(settings.warmUp);
const latency = await measureLatency();
const burst = await measureBurst(settings.count);
process.stdout.write(`${JSON.stringify({ ...burst, ...latency })}\n`);
process.exit(0);
