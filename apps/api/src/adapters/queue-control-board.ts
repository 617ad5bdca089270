import type { Bus } from '@signalbox/runtime/bus/connect';
import { openQueueControls, type QueueControls } from '@signalbox/runtime/bus/queue-controls';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { QueueControlBoard } from '../queues/ports.ts';
import { whileConnected } from './command-bus.ts';

/**
 * The controls on the bus, followed for as long as the process lives. Resolves once they are known.
 * @throws the server's error while JetStream does not answer
 */
export const openQueueControlBoard = async (
  bus: Bus,
  logger: Logger,
): Promise<QueueControlBoard & { stop: () => void }> => {
  const store = await openQueueControls(bus);
  const known = new Map<string, QueueControls>();
  const keep = (queue: string, controls: QueueControls) => void known.set(queue, controls);
  const watch = store.watch({ onControls: keep, logger });
  await watch.ready;
  return {
    find: (queue) => known.get(queue),
    change: async (queue, patch) => keep(queue, await whileConnected(bus, () => store.change(queue, patch))),
    stop: () => watch.stop(),
  };
};
