import { fileURLToPath } from 'node:url';
import type { Environment } from '@signalbox/runtime/config/environment';
import { catalogQueues } from '@signalbox/shared/commands/catalog';

export interface RecorderConfig {
  natsUrl: string;
  store: { url: string; user: string; password: string; namespace: string; database: string };
  health: { host: string; port: number; heartbeatIntervalMs: number };
  topology: { ackWaitMs: number; maxDeliver: number; queues: readonly string[] };
  reconcileIntervalMs: number;
  migrations: string;
}

export const toConfig = (environment: Environment): RecorderConfig => ({
  natsUrl: environment.NATS_URL,
  store: {
    url: environment.SURREAL_URL,
    user: environment.SURREAL_USER,
    password: environment.SURREAL_PASSWORD,
    namespace: environment.SURREAL_NAMESPACE,
    database: environment.SURREAL_DATABASE,
  },
  health: {
    host: environment.SERVICE_HOST,
    port: environment.RECORDER_PORT,
    heartbeatIntervalMs: environment.HEARTBEAT_INTERVAL_MS,
  },
  topology: {
    ackWaitMs: environment.ACK_WAIT_MS,
    maxDeliver: environment.MAX_DELIVER,
    queues: catalogQueues,
  },
  reconcileIntervalMs: environment.RECONCILE_INTERVAL_MS,
  migrations: fileURLToPath(new URL('../../../infra/surrealdb', import.meta.url)),
});
