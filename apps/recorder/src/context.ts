import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { provisionPatiently } from '@signalbox/runtime/bus/provision-patiently';
import { createResultStore, type ResultStore } from '@signalbox/runtime/bus/result-store';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { connectStore, type Store } from '@signalbox/runtime/store/connect';
import { migrate } from '@signalbox/runtime/store/migrate';
import type { RecorderConfig } from './config.ts';

export interface RecorderContext {
  bus: Bus;
  store: Store;
  results: ResultStore;
  /** Creates on the bus what is missing. */
  provision: () => Promise<void>;
}

/**
 * Builds what the recorder needs; waits for database and bus for ever.
 * @throws Error if a migration fails
 */
export const createContext = async (
  config: RecorderConfig,
  { logger, instance }: { logger: Logger; instance: string },
): Promise<RecorderContext> => {
  const store = await connectStore({ ...config.store, logger });
  const version = await migrate(store, { directory: config.migrations });
  logger.info({ version }, 'schema is up to date');
  const bus = await connectBus({ url: config.natsUrl, name: instance, logger });
  const provision = () => provisionBus(bus, config.topology);
  await provisionPatiently(provision, logger);
  return { bus, store, results: createResultStore(bus), provision };
};
