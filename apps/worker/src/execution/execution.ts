import type { EventLog } from '@signalbox/runtime/bus/event-log';
import type { Leases } from '@signalbox/runtime/bus/leases';
import type { ResultStore } from '@signalbox/runtime/bus/result-store';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { Cancellations } from '../cancellation/cancellations.ts';
import type { KeyLocks } from '../concurrency/key-locks.ts';
import type { WorkerEvents } from '../events.ts';
import type { HandlerServices } from '../handler-context/services.ts';
import type { HostPool } from '../hosts/host-pool.ts';
import type { GiveBackOptions } from './give-back.ts';
import type { InFlight } from './in-flight.ts';
import type { SuspectTurns } from './suspect-turns.ts';

/** What the steps of a delivery need of the worker. */
export interface Execution extends GiveBackOptions {
  worker: string;
  logger: Logger;
  eventLog: EventLog;
  inFlight: InFlight;
  events: WorkerEvents;
  globalPolicy: RetryPolicy;
  handlerServices: HandlerServices;
  /** Where results go that are too large for an event. */
  results: Pick<ResultStore, 'put'>;
  threads: Pick<HostPool, 'run' | 'close'>;
  /** Where suspects run. */
  apart: {
    hosts: Pick<HostPool, 'reserve' | 'close'>;
    turns: Pick<SuspectTurns, 'tryTake' | 'wait' | 'close'>;
  };
  /** How long a handler may take to end by itself once it was told to. */
  cancelGraceMs: number;
  cancellations: Pick<Cancellations, 'find'>;
  leases: Pick<Leases, 'hasLapsed'>;
  locks: Pick<KeyLocks, 'tryTake' | 'wait'>;
  hasEnded: (id: string) => Promise<boolean>;
  /** Whether a newer message of the command than this sequence is queued. */
  isRenewed: (id: string, sequence: number) => Promise<boolean>;
  /** Whether another command was given the unique key of this one, which was published too late. */
  hasLostKey: (command: CommandEnvelope) => Promise<boolean>;
}
