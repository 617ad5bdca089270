import type { Environment } from '@signalbox/runtime/config/environment';

export interface AggregatorConfig {
  nats: { url: string };
  surrealdb: { url: string; user: string; password: string; namespace: string; database: string };
  /** Where the console answers. */
  consoleUrl: string;
  server: { host: string; port: number };
  /** The interval in which every process beats. */
  heartbeatIntervalMs: number;
}

export const toConfig = (environment: Environment): AggregatorConfig => ({
  nats: { url: environment.NATS_URL },
  surrealdb: {
    url: environment.SURREAL_URL,
    user: environment.SURREAL_USER,
    password: environment.SURREAL_PASSWORD,
    namespace: environment.SURREAL_NAMESPACE,
    database: environment.SURREAL_DATABASE,
  },
  consoleUrl: environment.CONSOLE_URL,
  server: { host: environment.SERVICE_HOST, port: environment.HEALTH_AGGREGATOR_PORT },
  heartbeatIntervalMs: environment.HEARTBEAT_INTERVAL_MS,
});
