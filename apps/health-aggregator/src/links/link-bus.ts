import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import type { Logger } from '@signalbox/runtime/observability/create-logger';

export interface BusLinkOptions {
  url: string;
  name: string;
  logger: Logger;
  /** Called once, with the connection that then stays. */
  onFirstConnect: (bus: Bus) => void;
  /** Called on each loss and each return. */
  onChange: (isConnected: boolean) => void;
}

export interface BusLink {
  readonly bus: Bus | undefined;
  /** Why there is no connection, for a person. */
  readonly away: string;
  stop(): Promise<void>;
}

const refusedRetryMs = 10_000;

const follow = async (bus: Bus, onChange: (isConnected: boolean) => void): Promise<void> => {
  for await (const { type } of bus.nc.status()) {
    if (type === 'disconnect') onChange(false);
    if (type === 'reconnect') onChange(true);
  }
};

/** Connects to NATS in the background, so that a picture is served while NATS is away. */
export const linkBus = ({ url, name, logger, onFirstConnect, onChange }: BusLinkOptions): BusLink => {
  // The address may hold a password.
  const host = URL.parse(url)?.host ?? 'the given address';
  let bus: Bus | undefined;
  let away = `no connection to ${host}`;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    try {
      const connected = await connectBus({ url, name, logger });
      if (isStopped) return await connected.close();
      bus = connected;
      onFirstConnect(bus);
      onChange(true);
      await follow(bus, onChange);
    } catch (error) {
      away = error instanceof Error ? error.message : String(error);
      logger.error({ err: error }, 'the bus cannot be used');
      if (!isStopped) timer = setTimeout(() => void connect(), refusedRetryMs).unref();
    }
  };

  void connect();
  return {
    get bus() {
      return bus;
    },
    get away() {
      return away;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await bus?.close();
    },
  };
};
