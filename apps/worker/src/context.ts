import { createAttemptsLedger, provisionAttemptsLedger } from '@signalbox/runtime/bus/attempts-ledger';
import { createEventLog, type EventLog } from '@signalbox/runtime/bus/event-log';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { findQueuedSequence } from '@signalbox/runtime/bus/find-queued-sequence';
import { keepLeases } from '@signalbox/runtime/bus/leases';
import { openCancellations } from '@signalbox/runtime/bus/cancellations';
import { openQueueControls } from '@signalbox/runtime/bus/queue-controls';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { askHasEnded } from './ask-outcome.ts';
import { Cancellations } from './cancellation/cancellations.ts';
import { followCancellations } from './cancellation/follow-cancellations.ts';
import type { WorkerConfig } from './config.ts';
import type { WorkerEvents } from './events.ts';
import type { Execution } from './execution/execute-delivery.ts';
import { createBusServices } from './handler-context/bus-services.ts';
import { tellParent } from './handler-context/tell-parent.ts';
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
  /** Resolves once it is known which commands are canceled; with the way to hear of no more. */
  followCancellations: () => Promise<() => void>;
}

/** Builds what a worker needs; waits for the bus for ever. */
export const createContext = async (
  config: WorkerConfig,
  { logger, instance, events }: { logger: Logger; instance: string; events: WorkerEvents },
): Promise<WorkerContext> => {
  const bus = await connectBus({ url: config.natsUrl, name: instance, logger });
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher, bus.nc.info?.max_payload);
  const leases = keepLeases(bus.nc, config.ackWaitMs);
  const inFlight = new InFlight({ leases, isConnected: () => bus.connected });
  const cancellations = new Cancellations();
  events.onEnded = (command, outcome) => tellParent(bus.nc, command, outcome);
  const { ackWaitMs, maxDeliver, queues, allowPrivateAddresses } = config;
  return {
    bus,
    publisher,
    eventLog,
    inFlight,
    events,
    provision: async () => {
      await provisionBus(bus, { ackWaitMs, maxDeliver, queues });
      await provisionAttemptsLedger(bus);
      await openCancellations(bus);
      await openQueueControls(bus);
    },
    followCancellations: () => followCancellations({ bus, inFlight, cancellations, logger }),
    execution: {
      worker: instance,
      logger,
      eventLog,
      inFlight,
      events,
      globalPolicy: config.retry,
      maxDeliver,
      cancelGraceMs: config.cancelGraceMs,
      ledger: createAttemptsLedger(bus, publisher),
      publisher,
      cancellations,
      handlerServices: createBusServices({
        bus,
        publisher,
        worker: instance,
        logger,
        eventLog,
        allowPrivateAddresses,
      }),
      hasEnded: (id) => askHasEnded(bus, id),
      isRenewed: async (id, sequence) => ((await findQueuedSequence(bus, id)) ?? 0) > sequence,
    },
  };
};
