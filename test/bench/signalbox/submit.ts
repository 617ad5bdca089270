import { connectBus } from '@signalbox/runtime/bus/connect';
import { createEventLog } from '@signalbox/runtime/bus/event-log';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { subjects } from '@signalbox/shared/naming';
import { readCpuMicros, toMicrosPerCommand } from '../cpu-time.ts';
import { pause, perSecond, settings, toLatency } from '../settings.ts';

/** The submitting process: does what the API does after it has checked a request, and watches for the ends. */
const logger = createLogger({ service: 'bench', instance: 'bench', level: 'warn', format: 'json' });
const bus = await connectBus({ url: process.env['NATS_URL'] ?? '', name: 'bench', logger });
const groups = JSON.parse(process.env['BENCH_GROUPS'] ?? '{}') as Record<string, number>;

const readCpu = () => {
  const { user, system } = process.cpuUsage();
  return { ...readCpuMicros(groups), submitter: user + system };
};

const publisher = createPublisher(bus.nc, { timeoutMs: 30_000 });
const eventLog = createEventLog(publisher);
const completedPattern = /\{"type":"completed","id":"(\w{26})"/g;
const waiting = new Map<string, () => void>();

bus.nc.subscribe(subjects.allCommandEvents, {
  callback: (_, message) => {
    // Reading every event in full would be more work for the one who measures than for the worker.
    for (const [, id = ''] of message.string().matchAll(completedPattern)) {
      waiting.get(id)?.();
      waiting.delete(id);
    }
  },
});

const submit = async (): Promise<{ ended: Promise<void> }> => {
  const id = newCommandId();
  const command: CommandEnvelope = {
    v: 1,
    id,
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: Date.now(),
    traceId: '0af7651916cd43dd8448eb211c80319c',
  };
  const ended = new Promise<void>((resolve) => waiting.set(id, resolve));
  await publisher.publish(subjects.command('default', 'normal', id), JSON.stringify(command), {
    messageId: id,
  });
  void eventLog.append('default', { type: 'accepted', id, at: command.submittedAt, command });
  return { ended };
};

const measureLatency = async () => {
  const samples: number[] = [];
  for (let index = 0; index < settings.singles; index += 1) {
    const startedAt = performance.now();
    const { ended } = await submit();
    await ended;
    samples.push(performance.now() - startedAt);
    await pause(settings.pauseMs);
  }
  return toLatency(samples);
};

const measureBurst = async (count: number) => {
  const startedAt = performance.now();
  const ends: Promise<void>[] = [];
  let next = 0;
  const submitInTurn = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      ends.push((await submit()).ended);
    }
  };
  await Promise.all(Array.from({ length: settings.window }, submitInTurn));
  const submittedMs = performance.now() - startedAt;
  await Promise.all(ends);
  const doneMs = performance.now() - startedAt;
  return {
    submittedPerSecond: perSecond(count, submittedMs),
    donePerSecond: perSecond(count, doneMs),
    startedAt,
  };
};

const waitUntilRecorded = async (startedAt: number): Promise<number> => {
  for (;;) {
    const { num_pending, num_ack_pending } = await bus.jsm.consumers.info('EVENTS', 'recorder');
    if (num_pending === 0 && num_ack_pending === 0)
      return perSecond(settings.count, performance.now() - startedAt);
    await pause(20);
  }
};

const warmUp = await measureBurst(settings.warmUp);
await waitUntilRecorded(warmUp.startedAt);
const latency = await measureLatency();
const cpuBefore = readCpu();
const { startedAt, ...burst } = await measureBurst(settings.count);
const cpuAtDone = readCpu();
const recordedPerSecond = await waitUntilRecorded(startedAt);
const cpu = {
  untilDone: toMicrosPerCommand(cpuBefore, cpuAtDone, settings.count),
  untilRecorded: toMicrosPerCommand(cpuBefore, readCpu(), settings.count),
};
process.stdout.write(`${JSON.stringify({ ...burst, recordedPerSecond, ...latency, cpu })}\n`);
await bus.close();
process.exit(0);
