import { startNatsServer } from '@signalbox/embedded/harness';
import { connectBus } from '@signalbox/runtime/bus/connect';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { Priority } from '@signalbox/shared/commands/priority';
import { subjects } from '@signalbox/shared/naming';
import { readBacklogs } from '../lanes/read-backlogs.ts';
import { QueueLanes, type QueueLanesOptions } from '../lanes/queue-lanes.ts';

const queue = 'default';

/** A real bus with one queue on it; each `open` is one worker's lanes. */
export const createLanesRig = async () => {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });
  const server = await startNatsServer();
  const bus = await connectBus({ url: server.url, name: 'test', logger });
  await provisionBus(bus, { ackWaitMs: 30_000, maxDeliver: 25, queues: [queue] });
  const opened: QueueLanes[] = [];
  return {
    bus,
    publish: async (count: number, priority: Priority = 'normal'): Promise<void> => {
      const publisher = createPublisher(bus.nc);
      const sent = Array.from({ length: count }, () =>
        publisher.publish(subjects.command(queue, priority, newCommandId()), '{}'),
      );
      await Promise.all(sent);
      publisher.close();
    },
    open: (
      options: Pick<QueueLanesOptions, 'slots' | 'execute'> & Partial<QueueLanesOptions>,
    ): QueueLanes => {
      const lanes = new QueueLanes(bus, {
        queue,
        ackWaitMs: 30_000,
        readBacklogs: () => readBacklogs(bus, queue),
        limits: { isPaused: false, slots: options.slots, startsPerSecond: undefined },
        putBack: async (message) => message.nak(),
        recover: async () => undefined,
        logger,
        ...options,
      });
      opened.push(lanes);
      return lanes;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((lanes) => lanes.drain()));
      await bus.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

export const toPriority = (subject: string): string => subject.split('.')[2] ?? '';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
