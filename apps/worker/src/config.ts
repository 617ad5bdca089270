import { toRetryPolicy, type Environment } from '@signalbox/runtime/config/environment';
import { catalogQueues } from '@signalbox/shared/commands/catalog';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';

export interface WorkerConfig {
  natsUrl: string;
  health: { host: string; port: number; heartbeatIntervalMs: number };
  /** The queues this worker serves. */
  queues: readonly string[];
  /** Attempts that run at once, in each queue. */
  slotsPerQueue: number;
  /** For handlers that run in a thread. */
  threads: number;
  logLevel: string;
  drainMs: number;
  ackWaitMs: number;
  maxDeliver: number;
  /** How long a canceled or timed-out handler may take to end by itself. */
  cancelGraceMs: number;
  retry: RetryPolicy;
  allowPrivateAddresses: boolean;
}

export const toConfig = (environment: Environment): WorkerConfig => ({
  natsUrl: environment.NATS_URL,
  health: {
    host: environment.SERVICE_HOST,
    port: environment.WORKER_PORT,
    heartbeatIntervalMs: environment.HEARTBEAT_INTERVAL_MS,
  },
  queues: environment.WORKER_QUEUES ?? catalogQueues,
  slotsPerQueue: environment.WORKER_CONCURRENCY,
  threads: environment.WORKER_THREADS,
  logLevel: environment.LOG_LEVEL,
  drainMs: environment.WORKER_DRAIN_MS,
  ackWaitMs: environment.ACK_WAIT_MS,
  maxDeliver: environment.MAX_DELIVER,
  cancelGraceMs: environment.CANCEL_GRACE_MS,
  retry: toRetryPolicy(environment),
  allowPrivateAddresses: environment.HTTP_REQUEST_PRIVATE_ADDRESSES === 'allow',
});
