import { AppError } from '@signalbox/shared/errors/app-error';
import type { Logger } from 'pino';
import { Surreal } from 'surrealdb';
import { createFastCodec } from './fast-codec.ts';

export interface StoreOptions {
  url: string;
  user: string;
  password: string;
  namespace: string;
  database: string;
  logger: Logger;
}

export interface Store {
  /**
   * Runs statements and returns what each of them answered.
   * @throws AppError `store.unavailable` within two seconds while the database is away or too slow for the limit of the
   * statement, else the database's own error
   */
  query<Answers>(surql: string, bindings?: Record<string, unknown>): Promise<Answers>;
  /** Runs statements whose answers do not matter, with a time limit of their own. */
  execute(surql: string, bindings?: Record<string, unknown>, limitMs?: number): Promise<void>;
  /** @throws AppError `store.unavailable` unless the database answers a query within two seconds */
  ping(): Promise<void>;
  readonly connected: boolean;
  close(): Promise<void>;
}

const answerLimitMs = 2_000;
const retryMs = 500;

const unavailable = (cause?: unknown): AppError =>
  new AppError('store.unavailable', 'The database does not answer; what is accepted is safe on the bus.', {
    retryAfterMs: 2_000,
    cause,
  });

const isOutOfTime = (error: unknown): boolean => String(error).includes('exceeded the timeout');

const tooSlow = (cause: unknown): AppError =>
  new AppError(
    'store.unavailable',
    'The database took too long over this. Try again; from and to, a name or a queue make a list cheaper.',
    { retryAfterMs: 2_000, cause },
  );

const withLimit = async <Value>(answer: Promise<Value>, limitMs: number): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unavailable()), limitMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** One connection that is made anew, with its sign-in and its database, whenever it breaks. */
class StoreConnection implements Store {
  readonly #options: StoreOptions;
  #client: Surreal | undefined;
  /** Statements that wait for an answer of the client there is. */
  readonly #waiting = new Set<(error: AppError) => void>();
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  async connect(): Promise<void> {
    const { url, user, password, namespace, database, logger } = this.#options;
    const client = new Surreal({ codecs: { cbor: createFastCodec } });
    try {
      await withLimit(client.connect(url, { versionCheck: false, reconnect: false }), answerLimitMs);
      await withLimit(client.signin({ username: user, password }), answerLimitMs);
      await withLimit(client.query(`DEFINE NAMESPACE IF NOT EXISTS \`${namespace}\``), answerLimitMs);
      await withLimit(client.use({ namespace }), answerLimitMs);
      await withLimit(client.query(`DEFINE DATABASE IF NOT EXISTS \`${database}\``), answerLimitMs);
      await withLimit(client.use({ namespace, database }), answerLimitMs);
    } catch (error) {
      void client.close().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    logger.info({ url }, 'database connected');
    client.subscribe('disconnected', () => this.#lose(client));
  }

  async query<Answers>(surql: string, bindings?: Record<string, unknown>): Promise<Answers> {
    // What a statement answers is known to who wrote it; the driver cannot know.
    return (await this.#run(surql, bindings, answerLimitMs)) as Answers;
  }

  async execute(surql: string, bindings?: Record<string, unknown>, limitMs = 30_000): Promise<void> {
    await this.#run(surql, bindings, limitMs);
  }

  async ping(): Promise<void> {
    await this.#run('RETURN 1', undefined, answerLimitMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.close().catch(() => undefined);
  }

  async #run(
    surql: string,
    bindings: Record<string, unknown> | undefined,
    limitMs: number,
  ): Promise<unknown[]> {
    const client = this.#client;
    if (!client) throw unavailable();
    const { promise: lost, reject } = Promise.withResolvers<never>();
    this.#waiting.add(reject);
    try {
      return await withLimit(Promise.race([client.query(surql, bindings).collect(), lost]), limitMs);
    } catch (error) {
      // An answer that never comes means a connection that hangs: only a new one helps.
      if (error instanceof AppError) this.#lose(client);
      if (this.#client !== client) throw unavailable(error);
      if (isOutOfTime(error)) throw tooSlow(error);
      throw error;
    } finally {
      this.#waiting.delete(reject);
    }
  }

  #lose(client: Surreal): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    void client.close().catch(() => undefined);
    // The client answers none of them any more, and each would wait for a time limit of its own.
    for (const reject of this.#waiting) reject(unavailable());
    if (this.#closed) return;
    this.#options.logger.warn({ url: this.#options.url }, 'database disconnected');
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    this.#retry = setTimeout(() => {
      this.connect().catch(() => {
        if (!this.#closed) this.#reconnectLater();
      });
    }, retryMs);
  }
}

/** Connects to the database; waits for it for ever, and reconnects for ever. */
export const connectStore = async (options: StoreOptions): Promise<Store> => {
  const store = new StoreConnection(options);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await store.connect();
      return store;
    } catch (error) {
      if (attempt % 20 === 0)
        options.logger.warn({ url: options.url, err: error }, 'waiting for the database');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
};
