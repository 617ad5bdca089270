import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import { Outbox } from '../publish/outbox.ts';
import {
  hasHealthTables,
  pruneHistory,
  readHistory,
  saveTransitions,
  writeCanary,
  type HistoryStore,
} from './health-history.ts';
import { toMemory, type Recollection } from './to-memory.ts';

export interface HistoryKeeperOptions {
  readStore: () => HistoryStore | undefined;
  /** Called once, as soon as what was recorded before can be read. */
  onRecollection: (recollection: Recollection) => void;
  logger: Logger;
}

const pruneEveryMs = 86_400_000;
const closeLimitMs = 1_000;

/** Writes every change into the database, if it is there now or later, and reads once what was written before. */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions;
  readonly #outbox: Outbox<HealthTransition>;
  readonly #pruneTimer: NodeJS.Timeout;
  #hasTables = false;
  #isRecalled = false;

  constructor(options: HistoryKeeperOptions) {
    this.#options = options;
    this.#outbox = new Outbox({
      name: 'health history',
      send: (items) => this.#save(items),
      logger: options.logger,
    });
    this.#pruneTimer = setInterval(() => void this.#prune(), pruneEveryMs).unref();
  }

  add(transitions: readonly HealthTransition[]): void {
    this.#outbox.add(transitions);
  }

  /** Writes that we watch; false while there is no table for it. */
  async writeCanary(): Promise<boolean> {
    const store = await this.#readyStore();
    if (!store) return false;
    await writeCanary(store, Date.now());
    return true;
  }

  /** The database is back. */
  nudge(): void {
    this.#outbox.nudge();
  }

  async close(): Promise<void> {
    clearInterval(this.#pruneTimer);
    await this.#outbox.close(closeLimitMs);
    await this.writeCanary().catch(() => false);
  }

  async #save(transitions: readonly HealthTransition[]): Promise<void> {
    const store = await this.#readyStore();
    if (!store) throw new Error('the tables of health history are not there yet');
    await saveTransitions(store, transitions);
  }

  /** The store once migrations have run and what was recorded has been read. */
  async #readyStore(): Promise<HistoryStore | undefined> {
    const store = this.#options.readStore();
    if (!store) return undefined;
    this.#hasTables ||= await hasHealthTables(store);
    if (!this.#hasTables) return undefined;
    await this.#recall(store);
    return store;
  }

  async #recall(store: HistoryStore): Promise<void> {
    if (this.#isRecalled) return;
    const history = await readHistory(store, Date.now());
    // Several callers may have waited for the same answer.
    if (this.#isRecalled) return;
    this.#isRecalled = true;
    const recollection = toMemory(history, Date.now());
    this.#options.onRecollection(recollection);
    this.#outbox.add(recollection.absences);
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const store = this.#options.readStore();
    if (!store || !this.#hasTables) return;
    await pruneHistory(store, Date.now()).catch((error: unknown) =>
      this.#options.logger.warn({ err: error }, 'old health history cannot be removed'),
    );
  }
}
