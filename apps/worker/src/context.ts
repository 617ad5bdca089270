import { createEventLog, type EventLog } from '@signalbox/runtime/bus/event-log';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { askHasEnded } from './ask-outcome.ts';
import type { WorkerConfig } from './config.ts';
import type { WorkerEvents } from './events.ts';
import type { Execution } from './execution/execute-delivery.ts';
import { InFlight } from './execution/in-flight.ts';

export interface WorkerContext {
  bus: Bus;
  publisher: Publisher;
  eventLog: EventLog;
  inFlight: InFlight;
  events: WorkerEvents;
  execution: Execution;
  /** Creates on the bus what is missing. */
  provision: () => Promise<void>;
}

/** Builds what a worker needs; waits for the bus for ever. */
export const createContext = async (
  config: WorkerConfig,
  { logger, instance, events }: { logger: Logger; instance: string; events: WorkerEvents },
): Promise<WorkerContext> => {
  const bus = await connectBus({ url: config.natsUrl, name: instance, logger });
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher, bus.nc.info?.max_payload);
  const inFlight = new InFlight({ ackWaitMs: config.ackWaitMs, isConnected: () => bus.connected });
  const { ackWaitMs, maxDeliver, queues } = config;
  return {
    bus,
    publisher,
    eventLog,
    inFlight,
    events,
    provision: () => provisionBus(bus, { ackWaitMs, maxDeliver, queues }),
    execution: {
      worker: instance,
      logger,
      eventLog,
      inFlight,
      events,
      globalPolicy: config.retry,
      maxDeliver,
      allowPrivateAddresses: config.allowPrivateAddresses,
      cancelGraceMs: config.cancelGraceMs,
      hasEnded: (id) => askHasEnded(bus, id),
    },
  };
};
