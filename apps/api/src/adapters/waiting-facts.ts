import type { Bus } from '@signalbox/runtime/bus/connect';
import { createLockPlaces, toPlaces } from '@signalbox/runtime/bus/lock-places';
import type { Publisher } from '@signalbox/runtime/bus/publisher';
import type { WaitingFacts } from '../commands/ports.ts';
import type { QueueControlBoard } from '../queues/ports.ts';
import { whileConnected } from './command-bus.ts';

export interface WaitingFactsOptions {
  bus: Bus;
  publisher: Publisher;
  controls: Pick<QueueControlBoard, 'find'>;
}

/** What keeps commands waiting: what was asked of their queue, and who holds their concurrency key. */
export const createWaitingFacts = ({ bus, publisher, controls }: WaitingFactsOptions): WaitingFacts => {
  const places = createLockPlaces(bus, publisher);
  return {
    isPaused: (queue) => controls.find(queue)?.paused ?? false,
    findHolders: (key, limit) =>
      whileConnected(bus, async () => {
        const states = await Promise.all(toPlaces(key, limit).map((place) => places.read(place)));
        return states.flatMap(({ holder }) => (holder ? [holder.commandId] : []));
      }),
  };
};
