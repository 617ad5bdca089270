import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { RecorderEvents } from '../events.ts';
import type { Batch } from './batch.ts';
import { PendingRows } from './pending-rows.ts';
import { readEvents } from './read-events.ts';
import { RecentIds } from './recent-ids.ts';
import { writeBatch } from './write-batch.ts';

export interface ProjectionOptions {
  store: Store;
  events: RecorderEvents;
  /** Hears every event once it is folded. */
  onEvents: (events: readonly CommandEvent[]) => void;
  /** Called when there is room for more messages. */
  onRoom: () => void;
}

/** A third write at once gains nothing: the database works on one while the next is on its way. */
const writesAtOnce = 2;
/** Bounds the memory to some tens of MB; more than that gains nothing. */
const maxHeldEvents = 40_000;
const maxHeldMessages = 4_000;
const knownIdsLimit = 50_000;
const retryMs = 500;
const waitForMoreMs = 20;

/**
 * Group commit towards the database: written at once when idle; what arrives while writes are under way goes
 * together into the next. A message is acknowledged after its rows are committed.
 */
export class Projection {
  readonly #options: ProjectionOptions;
  readonly #known = new RecentIds(knownIdsLimit);
  readonly #pending = new PendingRows();
  #writes = 0;
  #heldMessages = 0;
  #heldEvents = 0;
  #scheduled = false;
  #stopped = false;

  constructor(options: ProjectionOptions) {
    this.#options = options;
  }

  /** How many more messages it can hold. */
  get room(): number {
    return this.#heldEvents >= maxHeldEvents ? 0 : Math.max(0, maxHeldMessages - this.#heldMessages);
  }

  get heldMessages(): number {
    return this.#heldMessages;
  }

  add(message: PulledMessage): void {
    let events: CommandEvent[];
    try {
      events = readEvents(message.data);
    } catch (error) {
      this.#options.events.unreadable(message.sequence, error);
      message.term();
      return;
    }
    if (events.length === 0) return message.ack();
    this.#heldMessages += 1;
    this.#heldEvents += events.length;
    this.#pending.add(message, events);
    this.#options.onEvents(events);
    this.#options.events.folded(events.length, message.pending);
    this.#schedule();
  }

  /** Waits until all it holds is written, at most this long. */
  async drain(limitMs: number): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (this.#heldMessages > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#stopped = true;
  }

  /** Once a turn of the event loop: what arrived together is written together. */
  #schedule(): void {
    if (this.#scheduled || this.#writes >= writesAtOnce) return;
    this.#scheduled = true;
    setImmediate(() => this.#writeNext());
  }

  #writeNext(): void {
    this.#scheduled = false;
    if (this.#stopped || this.#pending.size === 0 || this.#writes >= writesAtOnce) return;
    const batch = this.#pending.take();
    if (batch.length > 0) {
      void this.#write(batch);
      this.#schedule();
      return;
    }
    this.#scheduled = true;
    setTimeout(() => this.#writeNext(), waitForMoreMs);
  }

  async #write(batch: Batch): Promise<void> {
    this.#writes += 1;
    await this.#writePatiently(batch);
    this.#writes -= 1;
    if (this.#pending.size > 0) this.#schedule();
    this.#options.onRoom();
  }

  async #writePatiently(batch: Batch): Promise<void> {
    const { store, events } = this.#options;
    while (!this.#stopped) {
      const startedAt = performance.now();
      try {
        await writeBatch(store, batch, this.#known);
        events.flushed(batch.length, performance.now() - startedAt);
        this.#release(batch);
        return;
      } catch (error) {
        await this.#pauseAfter(error);
      }
    }
  }

  #release(batch: Batch): void {
    for (const { messages } of batch) {
      for (const held of messages) {
        held.open -= 1;
        if (held.open > 0) continue;
        this.#heldMessages -= 1;
        this.#heldEvents -= held.events;
        held.message.ack();
      }
    }
  }

  async #pauseAfter(error: unknown): Promise<void> {
    const isConflict = !(error instanceof AppError) && /can be retried|conflict/i.test(String(error));
    if (isConflict) this.#options.events.conflicted(error);
    else this.#options.events.delayed(error);
    const pauseMs = isConflict ? Math.random() * 20 : retryMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
