import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HistoryStore } from '../history/health-history.ts';
import type { ProbedStore } from '../probes/probe-surrealdb.ts';

/** The database as far as the aggregator uses it. */
export interface LinkedStore extends HistoryStore, ProbedStore {
  query<Result>(surql: string, bindings?: Record<string, unknown>): Promise<Result>;
  close(): Promise<void>;
}

export interface StoreLinkOptions {
  /** Waits until the database is there. */
  connect: () => Promise<LinkedStore>;
  logger: Logger;
  /** Called on each loss and each return, and on the first connection. */
  onChange: (isConnected: boolean) => void;
}

export interface StoreLink {
  /** `undefined` before the first connection. */
  readonly store: LinkedStore | undefined;
  stop(): Promise<void>;
}

const lookEveryMs = 500;
const retryMs = 5_000;

/** Connects to the database in the background, so that a picture is served while the database is away. */
export const linkStore = ({ connect, logger, onChange }: StoreLinkOptions): StoreLink => {
  let store: LinkedStore | undefined;
  let wasConnected = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;

  const look = (): void => {
    const isConnected = store?.connected ?? false;
    if (isConnected === wasConnected) return;
    wasConnected = isConnected;
    onChange(isConnected);
  };
  const start = async (): Promise<void> => {
    try {
      const connected = await connect();
      if (isStopped) return await connected.close();
      store = connected;
      look();
    } catch (error) {
      logger.error({ err: error }, 'the database cannot be used');
      if (!isStopped) retry = setTimeout(() => void start(), retryMs).unref();
    }
  };

  const timer = setInterval(look, lookEveryMs).unref();
  void start();
  return {
    get store() {
      return store;
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      clearTimeout(retry);
      await store?.close();
    },
  };
};
