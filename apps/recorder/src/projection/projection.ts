import { toJsonBytes } from '@signalbox/runtime/bus/event-payload';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Store } from '@signalbox/runtime/store/connect';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { RecorderEvents } from '../events.ts';
import type { Batch, HeldMessage } from './batch.ts';
import { Intake } from './intake.ts';
import { Pace, type Portion, type WrittenPortion } from './pace.ts';
import { PendingRows } from './pending-rows.ts';
import { readEvents } from './read-events.ts';
import { RecentIds } from './recent-ids.ts';
import { writeBatch } from './write-batch.ts';

export interface ProjectionOptions {
  store: Store;
  /** Removes the result of a command that is removed from the object store. */
  dropResult: (key: string) => Promise<void>;
  events: RecorderEvents;
  /** Hears every event once it is folded. */
  onEvents: (events: readonly CommandEvent[]) => void;
  /** Called when there is room for more messages. */
  onRoom: () => void;
}

/** A third write at once gains nothing: the database works on one while the next is on its way. */
const writesAtOnce = 2;
/** Bounds the memory to some tens of MB; more than that gains nothing. */
const maxHeldEvents = 20_000;
/** What an event is taken for until it is read. */
const bytesPerEvent = 350;
const maxHeldMessages = 4_000;
/** What is asked for comes, whatever its size: a message is up to 512 kB, and some 100 kB under load. */
const mostAskedFor = 64;
const knownIdsLimit = 50_000;
const retryMs = 500;
const waitForMoreMs = 8;

/**
 * Group commit towards the database: written at once when idle; what arrives while writes are under way goes
 * together into the next. A message is acknowledged after its rows are committed.
 */
export class Projection {
  readonly #options: ProjectionOptions;
  readonly #known = new RecentIds(knownIdsLimit);
  readonly #pending = new PendingRows(this.#known);
  readonly #pace = new Pace();
  readonly #intake = new Intake();
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
    if (this.#fill >= 1) return 0;
    return Math.max(0, Math.min(mostAskedFor, maxHeldMessages - this.#heldMessages));
  }

  get heldMessages(): number {
    return this.#heldMessages;
  }

  add(message: PulledMessage): void {
    const now = performance.now();
    this.#heldMessages += 1;
    this.#intake.add(message, now);
    this.#pace.note(toJsonBytes(message.data) / bytesPerEvent, now);
    this.#schedule();
  }

  /** Somebody waits for what it holds. */
  hurry(): void {
    this.#pace.hurry(performance.now());
    this.#schedule();
  }

  /** Waits until all it holds is written, at most this long. */
  async drain(limitMs: number): Promise<void> {
    const deadline = performance.now() + limitMs;
    this.hurry();
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
    if (this.#stopped || this.#isEmpty || this.#writes >= writesAtOnce) return;
    const portion = this.#choosePortion();
    if (portion !== 'nothing' && this.#work(portion)) this.#schedule();
    else if (!this.#isEmpty) this.#lookAgainLater();
  }

  /** Reads some and writes some; false if all that is left may wait. */
  #work(portion: WrittenPortion): boolean {
    const messages = this.#intake.take();
    for (const message of messages) this.#read(message);
    if (messages.length > 0) this.#options.onRoom();
    const batch = this.#pending.take(portion);
    if (batch.length > 0) void this.#write(batch);
    return messages.length + batch.length > 0;
  }

  #lookAgainLater(): void {
    this.#scheduled = true;
    setTimeout(() => this.#writeNext(), waitForMoreMs);
  }

  get #isEmpty(): boolean {
    return this.#pending.size === 0 && this.#intake.size === 0;
  }

  get #fill(): number {
    return Math.max(this.#heldEvents / maxHeldEvents, this.#intake.fill);
  }

  #choosePortion(): Portion {
    const oldestAt = Math.min(this.#pending.oldestAt, this.#intake.oldestAt ?? Infinity);
    return this.#pace.decide({ fill: this.#fill, oldestAt }, performance.now());
  }

  #read(message: PulledMessage): void {
    let events: CommandEvent[];
    try {
      events = readEvents(message.data);
    } catch (error) {
      this.#options.events.unreadable(message.sequence, error);
      this.#heldMessages -= 1;
      message.term();
      return;
    }
    this.#heldEvents += events.length;
    const held = this.#pending.add(message, events);
    if (held.open === 0) this.#acknowledge(held);
    this.#options.onEvents(events);
    this.#options.events.folded(events.length, message.pending);
  }

  async #write(batch: Batch): Promise<void> {
    this.#writes += 1;
    await this.#writePatiently(batch);
    this.#writes -= 1;
    this.#schedule();
    this.#options.onRoom();
  }

  async #writePatiently(batch: Batch): Promise<void> {
    const { store, dropResult, events } = this.#options;
    const context = { store, dropResult, known: this.#known };
    while (!this.#stopped) {
      const startedAt = performance.now();
      try {
        await writeBatch(batch, context);
        events.flushed(batch.length, performance.now() - startedAt);
        this.#release(batch);
        return;
      } catch (error) {
        await this.#pauseAfter(error);
      }
    }
  }

  #release(batch: Batch): void {
    this.#pending.release(batch);
    for (const { messages } of batch) {
      for (const held of messages) {
        held.open -= 1;
        if (held.open === 0) this.#acknowledge(held);
      }
    }
  }

  #acknowledge({ acknowledge, events }: HeldMessage): void {
    this.#heldMessages -= 1;
    this.#heldEvents -= events;
    acknowledge();
  }

  async #pauseAfter(error: unknown): Promise<void> {
    const isConflict = !(error instanceof AppError) && /can be retried|conflict/i.test(String(error));
    if (isConflict) this.#options.events.conflicted(error);
    else this.#options.events.delayed(error);
    const pauseMs = isConflict ? Math.random() * 20 : retryMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
