import { toRetryPolicy, type Environment } from '@signalbox/runtime/config/environment';
import { catalogQueues } from '@signalbox/shared/commands/catalog';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';

export interface ApiConfig {
  host: string;
  port: number;
  bodyLimitBytes: number;
  natsUrl: string;
  store: { url: string; user: string; password: string; namespace: string; database: string };
  topology: { ackWaitMs: number; maxDeliver: number; queues: readonly string[] };
  retryPolicy: RetryPolicy;
  heartbeatIntervalMs: number;
}

export const toConfig = (environment: Environment): ApiConfig => ({
  host: environment.API_HOST,
  port: environment.API_PORT,
  bodyLimitBytes: environment.API_BODY_LIMIT_BYTES,
  natsUrl: environment.NATS_URL,
  store: {
    url: environment.SURREAL_URL,
    user: environment.SURREAL_USER,
    password: environment.SURREAL_PASSWORD,
    namespace: environment.SURREAL_NAMESPACE,
    database: environment.SURREAL_DATABASE,
  },
  topology: {
    ackWaitMs: environment.ACK_WAIT_MS,
    maxDeliver: environment.MAX_DELIVER,
    queues: [...new Set([...catalogQueues, ...(environment.WORKER_QUEUES ?? [])])],
  },
  retryPolicy: toRetryPolicy(environment),
  heartbeatIntervalMs: environment.HEARTBEAT_INTERVAL_MS,
});
