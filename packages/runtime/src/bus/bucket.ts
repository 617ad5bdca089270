import { Kvm, type KV } from '@nats-io/kv';
import type { Logger } from 'pino';
import type { Bus } from './connect.ts';

const retryMs = 500;

/**
 * A key-value bucket on the bus, created if it is missing; the latest value of each key is kept.
 * @param ttlMs how long a value is kept after it was written; for ever if absent
 * @throws the server's error while JetStream does not answer
 */
export const openBucket = async ({ js }: Bus, name: string, ttlMs?: number): Promise<KV> =>
  new Kvm(js).create(name, { history: 1, ...(ttlMs !== undefined && { ttl: ttlMs }) });

export interface BucketWatch {
  /** Resolves once the values that were there at the start have been handed on. */
  ready: Promise<void>;
  stop(): void;
}

export interface WatchOptions {
  /** Hears every value at the start and every change after; undefined is a key that was deleted. */
  onEntry: (key: string, value: unknown, revision: number) => void;
  logger: Logger;
}

/** Follows a bucket over any number of lost connections: after each, the values of all keys come once more. */
class Watch implements BucketWatch {
  readonly #bus: Bus;
  readonly #kv: KV;
  readonly #options: WatchOptions;
  readonly #ready = Promise.withResolvers<void>();
  #current: { stop(): void } | undefined;
  #isStopped = false;

  constructor(bus: Bus, kv: KV, options: WatchOptions) {
    this.#bus = bus;
    this.#kv = kv;
    this.#options = options;
    void this.#run();
    void this.#restartOnReconnect();
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  stop(): void {
    this.#isStopped = true;
    this.#current?.stop();
    this.#ready.resolve();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && !this.#bus.nc.isClosed()) {
      try {
        await this.#follow();
      } catch (error) {
        this.#options.logger.debug({ err: error }, 'the watch of a bucket waits for the bus');
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async #follow(): Promise<void> {
    const status = await this.#kv.status();
    if (status.values === 0) this.#ready.resolve();
    const entries = await this.#kv.watch();
    this.#current = entries;
    if (this.#isStopped) entries.stop();
    for await (const entry of entries) {
      const value: unknown = entry.operation === 'PUT' ? entry.json() : undefined;
      this.#options.onEntry(entry.key, value, entry.revision);
      // The server's own count of what is pending stays above zero if a value is written over meanwhile.
      if (entry.delta === 0 || entry.isUpdate) this.#ready.resolve();
    }
  }

  /** A restarted server has forgotten the watch; a new one is sooner there than the old one's missed heartbeats. */
  async #restartOnReconnect(): Promise<void> {
    for await (const { type } of this.#bus.nc.status()) {
      if (this.#isStopped) return;
      if (type === 'reconnect') this.#current?.stop();
    }
  }
}

export const watchBucket = (bus: Bus, kv: KV, options: WatchOptions): BucketWatch =>
  new Watch(bus, kv, options);
