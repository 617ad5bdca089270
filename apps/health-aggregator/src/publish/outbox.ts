import type { Logger } from '@signalbox/runtime/observability/create-logger';

export interface OutboxOptions<Item> {
  /** For the log. */
  name: string;
  /** Sends the oldest items; a rejection keeps them for the next try. */
  send: (items: readonly Item[]) => Promise<void>;
  logger: Logger;
}

const maxWaiting = 5_000;
const maxBatch = 200;
const gatherMs = 100;
const retryMs = 2_000;

/** Keeps items while the other side is away and sends them in order when it is back; when full, the oldest leave. */
export class Outbox<Item> {
  readonly #options: OutboxOptions<Item>;
  readonly #items: Item[] = [];
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;
  #isClosed = false;

  constructor(options: OutboxOptions<Item>) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#items.length;
  }

  add(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.#items.push(...items);
    this.#dropOldest();
    if (!this.#sending && !this.#hasFailed) this.#schedule(gatherMs);
  }

  /** Tries now, as the other side is back. */
  nudge(): void {
    this.#schedule(0);
  }

  /** Sends what is left if that can be done within `limitMs`. */
  async close(limitMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const limit = setTimeout(() => resolve(undefined), limitMs);
    await Promise.race([this.#flushRest(), promise]);
    clearTimeout(limit);
  }

  /** While items are being sent they stay at the front, so nothing is dropped then. */
  #dropOldest(): void {
    const dropped = this.#items.length - maxWaiting;
    if (this.#sending || dropped <= 0) return;
    this.#items.splice(0, dropped);
    const { logger, name } = this.#options;
    logger.error({ dropped }, `${name} is full, the oldest are dropped`);
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#flush(), waitMs).unref();
  }

  async #flush(): Promise<void> {
    if (this.#items.length === 0 || this.#sending) return;
    this.#sending = this.#sendBatch();
    await this.#sending;
    this.#sending = undefined;
    if (this.#items.length > 0) this.#schedule(this.#hasFailed ? retryMs : 0);
  }

  async #flushRest(): Promise<void> {
    await this.#sending;
    do await this.#flush();
    while (this.#items.length > 0 && !this.#hasFailed);
  }

  async #sendBatch(): Promise<void> {
    const { send, logger, name } = this.#options;
    const batch = this.#items.slice(0, maxBatch);
    try {
      await send(batch);
      this.#items.splice(0, batch.length);
      this.#hasFailed = false;
    } catch (error) {
      const waiting = this.#items.length;
      if (!this.#hasFailed)
        logger.warn({ reason: String(error), waiting }, `${name} cannot be written, kept for later`);
      this.#hasFailed = true;
    }
  }
}
