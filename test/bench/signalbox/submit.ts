import { connectBus } from '@signalbox/runtime/bus/connect';
import { createEventLog } from '@signalbox/runtime/bus/event-log';
import { unpackEvents } from '@signalbox/runtime/bus/event-payload';
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
const completed = '{"type":"completed","id":"';
const idLength = 26;

/** Hears the id of each command that has ended; reading every event in full would be more work than the worker has. */
let onEnd: (id: string) => void = () => undefined;
bus.nc.subscribe(subjects.allCommandEvents, {
  callback: (_, message) => {
    const text = unpackEvents(message.data);
    for (let at = text.indexOf(completed); at >= 0; at = text.indexOf(completed, at + 1)) {
      const from = at + completed.length;
      onEnd(text.slice(from, from + idLength));
    }
  },
});

const submit = async (): Promise<string> => {
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
  await publisher.publish(subjects.command('default', 'normal', id), JSON.stringify(command), {
    messageId: id,
  });
  void eventLog.append('default', { type: 'accepted', id, at: command.submittedAt, command });
  return id;
};

const measureLatency = async () => {
  const samples: number[] = [];
  for (let index = 0; index < settings.singles; index += 1) {
    const startedAt = performance.now();
    const heard = new Set<string>();
    let wake = (): void => undefined;
    onEnd = (id) => {
      heard.add(id);
      wake();
    };
    const id = await submit();
    // The end may be heard before the confirmation.
    if (!heard.has(id)) await new Promise<void>((resolve) => (wake = () => heard.has(id) && resolve()));
    samples.push(performance.now() - startedAt);
    await pause(settings.pauseMs);
  }
  return toLatency(samples);
};

const measureBurst = async (count: number) => {
  const startedAt = performance.now();
  let ended = 0;
  const all = new Promise<void>((resolve) => {
    onEnd = () => {
      ended += 1;
      if (ended === count) resolve();
    };
  });
  let next = 0;
  const submitInTurn = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await submit();
    }
  };
  await Promise.all(Array.from({ length: settings.window }, submitInTurn));
  const submittedMs = performance.now() - startedAt;
  await all;
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
    await pause(10);
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
