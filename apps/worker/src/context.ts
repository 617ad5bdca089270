import { createAttemptsLedger, provisionAttemptsLedger } from '@signalbox/runtime/bus/attempts-ledger';
import { createEventLog, type EventLog } from '@signalbox/runtime/bus/event-log';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createPublisher, type Publisher } from '@signalbox/runtime/bus/publisher';
import { findQueuedSequence } from '@signalbox/runtime/bus/queued-messages';
import { createLockPlaces, provisionLockPlaces } from '@signalbox/runtime/bus/lock-places';
import { keepLeases } from '@signalbox/runtime/bus/leases';
import { openCancellations } from '@signalbox/runtime/bus/cancellations';
import { openQueueControls } from '@signalbox/runtime/bus/queue-controls';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { createResultStore } from '@signalbox/runtime/bus/result-store';
import { hasLostKey } from '@signalbox/runtime/bus/unique-keys';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { askHasEnded } from './ask-outcome.ts';
import { Cancellations } from './cancellation/cancellations.ts';
import { followCancellations } from './cancellation/follow-cancellations.ts';
import { KeyLocks } from './concurrency/key-locks.ts';
import type { WorkerConfig } from './config.ts';
import type { WorkerEvents } from './events.ts';
import { createBusServices } from './handler-context/bus-services.ts';
import { tellParent } from './handler-context/tell-parent.ts';
import type { Execution } from './execution/execution.ts';
import { InFlight } from './execution/in-flight.ts';
import { SuspectTurns } from './execution/suspect-turns.ts';
import { HostPool } from './hosts/host-pool.ts';
import { openProcess } from './hosts/open-process.ts';
import { openThread } from './hosts/open-thread.ts';

const suspectsAtOnce = 2;
/** Those, too, whose handlers wait for children; each is a process of about 80 MB. */
const mostSuspectHosts = 8;

export interface WorkerContext {
  bus: Bus;
  publisher: Publisher;
  eventLog: EventLog;
  inFlight: InFlight;
  locks: KeyLocks;
  events: WorkerEvents;
  execution: Execution;
  /** Creates on the bus what is missing. */
  provision: () => Promise<void>;
  /** Resolves once it is known which commands are canceled; with the way to hear of no more. */
  followCancellations: () => Promise<() => void>;
}

interface ContextOptions {
  logger: Logger;
  instance: string;
  events: WorkerEvents;
}

const provision = async (bus: Bus, { ackWaitMs, maxDeliver, queues }: WorkerConfig): Promise<void> => {
  await provisionBus(bus, { ackWaitMs, maxDeliver, queues });
  await provisionAttemptsLedger(bus);
  await provisionLockPlaces(bus);
  await openCancellations(bus);
  await openQueueControls(bus);
};

/** What is asked before a delivery is admitted. */
const createQuestions = (
  bus: Bus,
  publisher: Publisher,
): Pick<Execution, 'hasEnded' | 'isRenewed' | 'hasLostKey'> => ({
  hasEnded: (id) => askHasEnded(bus, id),
  isRenewed: async (id, sequence) => ((await findQueuedSequence(bus, id)) ?? 0) > sequence,
  hasLostKey: (command) => hasLostKey({ bus, publisher }, command),
});

/** Builds what a worker needs; waits for the bus for ever. */
export const createContext = async (
  config: WorkerConfig,
  { logger, instance, events }: ContextOptions,
): Promise<WorkerContext> => {
  const bus = await connectBus({ url: config.natsUrl, name: instance, logger });
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher, bus.nc.info?.max_payload);
  const shared = { worker: instance, logger, eventLog };
  const isConnected = (): boolean => bus.connected;
  const cancellations = new Cancellations();
  events.onEnded = (command, outcome) => tellParent(bus.nc, command, outcome);
  const { ackWaitMs, allowPrivateAddresses, cancelGraceMs, maxDeliver } = config;
  const leases = keepLeases(bus.nc, ackWaitMs);
  const inFlight = new InFlight({ leases, isConnected });
  const host = { instance, logLevel: config.logLevel };
  const places = createLockPlaces(bus, publisher);
  const locks = new KeyLocks({ places, leases, worker: instance, ackWaitMs, isConnected, logger });
  return {
    bus,
    publisher,
    eventLog,
    inFlight,
    locks,
    events,
    provision: () => provision(bus, config),
    followCancellations: () => followCancellations({ bus, inFlight, cancellations, logger }),
    execution: {
      ...shared,
      inFlight,
      events,
      globalPolicy: config.retry,
      maxDeliver,
      cancelGraceMs,
      ledger: createAttemptsLedger(bus, publisher),
      publisher,
      cancellations,
      leases,
      locks,
      results: createResultStore(bus),
      threads: new HostPool({ size: config.threads, open: openThread(host) }),
      apart: {
        hosts: new HostPool({ size: mostSuspectHosts, open: openProcess(host) }),
        turns: new SuspectTurns({ size: suspectsAtOnce, leases, ackWaitMs, isConnected }),
      },
      handlerServices: createBusServices({ ...shared, bus, publisher, allowPrivateAddresses }),
      ...createQuestions(bus, publisher),
    },
  };
};
