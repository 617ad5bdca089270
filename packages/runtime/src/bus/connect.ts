import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, type Status } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { isSupportedServer, leastServerVersion } from './server-version.ts';

export interface Bus {
  nc: NatsConnection;
  js: JetStreamClient;
  jsm: JetStreamManager;
  /** False from the moment the connection breaks until it stands again. */
  readonly connected: boolean;
  close(): Promise<void>;
}

export interface BusOptions {
  url: string;
  /** Shown by the server's own tools. */
  name: string;
  logger: Logger;
}

/** A question to JetStream that is not answered by then gets an error, so that a caller can say 503 in time. */
const answerLimitMs = 2_000;

const describe = (status: Status): string => ('server' in status ? status.server : '');

class ConnectionState {
  connected = true;

  async follow(nc: NatsConnection, logger: Logger): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type === 'error') logger.error({ err: status.error }, 'bus error');
      if (status.type === 'disconnect') {
        this.connected = false;
        logger.warn({ server: describe(status) }, 'bus disconnected');
      }
      if (status.type === 'reconnect') {
        this.connected = true;
        logger.info({ server: describe(status) }, 'bus reconnected');
      }
    }
  }
}

const connectOnce = async ({ url, name }: BusOptions): Promise<NatsConnection> =>
  connect({
    servers: url,
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    // A server that hangs without closing the connection is left after two missed pongs.
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 2_000,
    noAsyncTraces: true,
  });

const connectPatiently = async (options: BusOptions): Promise<NatsConnection> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await connectOnce(options);
    } catch (error) {
      if (attempt % 20 === 0) options.logger.warn({ url: options.url, err: error }, 'waiting for the bus');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
};

/**
 * Connects to NATS; waits for the server for ever, and reconnects for ever.
 * @throws Error if the server is older than what the delivery engine needs
 */
export const connectBus = async (options: BusOptions): Promise<Bus> => {
  const nc = await connectPatiently(options);
  const version = nc.info?.version ?? '0.0.0';
  if (!isSupportedServer(version)) {
    await nc.close();
    throw new Error(
      `nats-server ${version} is too old: ${leastServerVersion} or newer is needed. Upgrade the server at ${options.url}.`,
    );
  }
  const state = new ConnectionState();
  void state.follow(nc, options.logger);
  return {
    nc,
    js: jetstream(nc, { timeout: answerLimitMs }),
    jsm: await jetstreamManager(nc, { checkAPI: false, timeout: answerLimitMs }),
    get connected() {
      return state.connected && !nc.isClosed();
    },
    close: async () => {
      if (!nc.isClosed()) await nc.close();
    },
  };
};
