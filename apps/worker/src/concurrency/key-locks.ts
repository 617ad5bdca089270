import { toKeyToken } from '@signalbox/runtime/bus/key-token';
import type { Leases } from '@signalbox/runtime/bus/leases';
import type { LockPlaces, PlaceState } from '@signalbox/runtime/bus/lock-places';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { KeyRequest } from './key-request.ts';
import { PlaceBook } from './place-book.ts';
import { isSameHolder, PlaceHold, type Hold } from './place-hold.ts';
import { WaitingLine, type Waiter } from './waiting-line.ts';

export interface KeyLocksOptions {
  places: LockPlaces;
  leases: Pick<Leases, 'keep' | 'hasLapsed'>;
  worker: string;
  ackWaitMs: number;
  isConnected: () => boolean;
  logger: Logger;
}

const longestSweepMs = 1_000;
/** From here on, where to begin among the places is left to chance, or all would try the first ones. */
const manyPlaces = 8;

/**
 * Lets as many commands with one key run as the key has places, in all workers together. The bus is asked to watch
 * the places when the first command with a key comes; who uses none pays nothing.
 */
export class KeyLocks {
  readonly #options: KeyLocksOptions;
  readonly #book: PlaceBook;
  readonly #holds = new Set<PlaceHold>();
  readonly #line = new WaitingLine();
  readonly #serving = new Map<string, { again: boolean }>();
  #watching: Promise<{ stop(): void }> | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: KeyLocksOptions) {
    this.#options = options;
    this.#book = new PlaceBook(options.ackWaitMs * 1.5);
  }

  /**
   * A place if one is free and nobody here waits for it.
   * @throws AppError `bus.unavailable`
   */
  async tryTake(request: KeyRequest): Promise<Hold | undefined> {
    await this.#watch();
    return this.#line.has(toKeyToken(request.key)) ? undefined : this.#take(request);
  }

  /** A place once one is free; undefined if too many wait already, or if waiting has become pointless. */
  async wait(request: KeyRequest): Promise<Hold | undefined> {
    if (this.#isClosed) return undefined;
    const token = toKeyToken(request.key);
    const place = this.#line.join(token, request);
    if (!place) return undefined;
    this.#startSweeping();
    void this.#serve(token);
    return place;
  }

  /** Nobody waits any more; what is held is kept until it is released. */
  close(): void {
    this.#isClosed = true;
    this.#line.leaveIf(() => true);
  }

  /** Ends the watch; what is still held is left to die. */
  stop(): void {
    this.close();
    clearInterval(this.#sweeper);
    void this.#watching?.then(
      (watch) => watch.stop(),
      () => undefined,
    );
  }

  /** Opened once; after a failure the next one tries again. */
  async #watch(): Promise<void> {
    const { places, logger } = this.#options;
    this.#watching ??= places.watch((place, state) => this.#hear(place, state), logger);
    try {
      await this.#watching;
    } catch (error) {
      this.#watching = undefined;
      throw error;
    }
  }

  #hear(place: string, state: PlaceState): void {
    this.#book.note(place, state);
    const token = place.slice(0, place.lastIndexOf('.'));
    if (!state.holder && this.#line.has(token)) void this.#serve(token);
  }

  async #take(request: KeyRequest): Promise<PlaceHold | undefined> {
    const token = toKeyToken(request.key);
    const first = request.limit > manyPlaces ? Math.floor(Math.random() * request.limit) : 0;
    for (let count = 0; count < request.limit; count += 1) {
      const place = `${token}.${(first + count) % request.limit}`;
      const revision = this.#book.findRevision(place, request.commandId);
      const hold = revision === undefined ? undefined : await this.#claim(place, request, revision);
      if (hold) return hold;
    }
    return undefined;
  }

  async #claim(
    place: string,
    { commandId, message }: KeyRequest,
    known: number,
  ): Promise<PlaceHold | undefined> {
    const { places, worker } = this.#options;
    const holder = { commandId, worker, at: Date.now() };
    let revision = await places.hold(place, holder, known);
    if (revision === undefined) {
      const askedAt = performance.now();
      const state = await places.read(place);
      this.#book.correct(place, state, askedAt);
      if (!isSameHolder(state.holder, holder) || state.holder?.at !== holder.at) return undefined;
      revision = state.revision;
    }
    this.#book.note(place, { holder, revision });
    const hold = new PlaceHold({
      places,
      place,
      holder,
      revision,
      message,
      onOver: (free) => {
        this.#holds.delete(hold);
        if (free) this.#hear(place, free);
      },
    });
    this.#holds.add(hold);
    this.#startSweeping();
    return hold;
  }

  /** Gives free places to those who wait longest. */
  async #serve(token: string): Promise<void> {
    const running = this.#serving.get(token);
    if (running) {
      running.again = true;
      return;
    }
    const state = { again: true };
    this.#serving.set(token, state);
    try {
      while (state.again) {
        state.again = false;
        await this.#serveInTurn(token);
      }
    } catch (error) {
      this.#options.logger.debug({ err: error }, 'who waits for a concurrency key waits on');
    }
    this.#serving.delete(token);
  }

  async #serveInTurn(token: string): Promise<void> {
    for (let waiter = this.#line.first(token); waiter; waiter = this.#line.first(token)) {
      const hold = await this.#take(waiter.request);
      if (!hold) return;
      if (!this.#line.admit(waiter, hold)) hold.release();
    }
  }

  #startSweeping(): void {
    this.#sweeper ??= setInterval(() => this.#sweep(), Math.min(longestSweepMs, this.#options.ackWaitMs / 6));
  }

  #sweep(): void {
    const { leases, isConnected, ackWaitMs } = this.#options;
    this.#line.leaveIf(({ request }: Waiter) => request.isPointless() || leases.hasLapsed(request.message));
    if (isConnected()) {
      for (const { request } of this.#line.all()) leases.keep(request.message);
      for (const hold of this.#holds) {
        // Between its place and its slot nobody else keeps the lease of a delivery.
        leases.keep(hold.message);
        hold.refresh(ackWaitMs / 3);
      }
      for (const token of this.#line.tokens()) void this.#serve(token);
    }
    if (this.#holds.size > 0 || !this.#line.isEmpty) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}
