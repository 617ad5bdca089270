import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createEventLog, type EventLog } from '@signalbox/runtime/bus/event-log';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { provisionPatiently } from '@signalbox/runtime/bus/provision-patiently';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { createResultStore, type ResultStore } from '@signalbox/runtime/bus/result-store';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { connectStore, type Store } from '@signalbox/runtime/store/connect';
import { migrate } from '@signalbox/runtime/store/migrate';
import type { RecorderConfig } from './config.ts';

export interface RecorderContext {
  bus: Bus;
  store: Store;
  results: ResultStore;
  publisher: Publisher;
  eventLog: EventLog;
  /** Creates on the bus what is missing; also for these queues, if given. */
  provision: (moreQueues?: readonly string[]) => Promise<void>;
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
  const { topology } = config;
  const provision = (moreQueues: readonly string[] = []) =>
    provisionBus(bus, { ...topology, queues: [...topology.queues, ...moreQueues] });
  await provisionPatiently(provision, logger);
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher, bus.nc.info?.max_payload);
  return { bus, store, results: createResultStore(bus), publisher, eventLog, provision };
};
