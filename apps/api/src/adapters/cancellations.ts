import { askHolder, openCancellations } from '@signalbox/runtime/bus/cancellations';
import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Cancellations } from '../commands/ports.ts';
import { whileConnected } from './command-bus.ts';

/**
 * Cancellations in a bucket that every worker watches.
 * @throws the server's error while JetStream does not answer
 */
export const createCancellations = async (bus: Bus): Promise<Cancellations> => {
  const kv = await openCancellations(bus);
  return {
    put: async (id, cancellation) => {
      await whileConnected(bus, () => kv.put(id, JSON.stringify(cancellation)));
    },
    askHolder: (request) => askHolder(bus, request),
  };
};
