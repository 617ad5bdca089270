/** The place of one running attempt among those that may run at once. */
export interface Slot {
  /** The queue is paused: what waited for something else before it began is not to begin. */
  readonly isPaused: boolean;
  /** A handler had it and is done. */
  readonly isFreed: boolean;
  /** Gives the slot back for good: the handler is done, only its report is left. */
  free(): void;
  /**
   * Gives the slot back while the handler does nothing but wait, so that another delivery can run, and has one again
   * before it settles as `wait` does. Without it, parents that wait for their children could hold every slot.
   */
  releaseWhile<Value>(wait: Promise<Value>): Promise<Value>;
}

/** A slot as `SlotPool` sees it. */
interface Waiter {
  granted(): void;
}

class PooledSlot implements Slot, Waiter {
  readonly #pool: SlotPool;
  #isHeld = true;
  #isDone = false;
  #retaken: PromiseWithResolvers<void> | undefined;

  constructor(pool: SlotPool) {
    this.#pool = pool;
  }

  get isPaused(): boolean {
    return this.#pool.isPaused;
  }

  get isFreed(): boolean {
    return this.#isDone;
  }

  free(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#pool.reporting += 1;
    this.#giveBack();
    // Whoever still waits for the slot belongs to an attempt that is over.
    this.#retaken?.resolve();
  }

  async releaseWhile<Value>(wait: Promise<Value>): Promise<Value> {
    this.#giveBack();
    try {
      return await wait;
    } finally {
      await this.#takeAgain();
    }
  }

  granted(): void {
    if (this.#isDone) return this.#pool.giveBack();
    this.#isHeld = true;
    this.#retaken?.resolve();
    this.#retaken = undefined;
  }

  #giveBack(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#pool.giveBack();
  }

  /** Waits that end together share one slot, for they are of one handler. */
  #takeAgain(): Promise<void> | undefined {
    if (this.#isHeld || this.#isDone) return undefined;
    if (!this.#retaken) {
      const retaken = Promise.withResolvers<void>();
      this.#retaken = retaken;
      this.#pool.takeAgain(this);
      return retaken.promise;
    }
    return this.#retaken.promise;
  }
}

/** Counts who runs. Handlers that come back from a wait go ahead of deliveries that have not begun. */
export class SlotPool {
  /** How many may run at once; those that run already go on when it falls. */
  limit: number;
  /** The queue is; who runs goes on. */
  isPaused = false;
  /** Slots freed for good by attempts that are not settled yet; whoever settles one counts it down. */
  reporting = 0;
  readonly #onFree: () => void;
  readonly #returning: Waiter[] = [];
  #running = 0;

  /** @param onFree a slot is there for a new delivery */
  constructor(limit: number, onFree: () => void) {
    this.limit = limit;
    this.#onFree = onFree;
  }

  /** Slots that nobody holds; never negative. */
  get free(): number {
    return Math.max(0, this.limit - this.#running);
  }

  /** Takes one of the free slots; the caller has looked that there is one. */
  take(): Slot {
    this.#running += 1;
    return new PooledSlot(this);
  }

  giveBack(): void {
    this.#running -= 1;
    this.admitReturning();
    if (this.free > 0) this.#onFree();
  }

  takeAgain(waiter: Waiter): void {
    this.#returning.push(waiter);
    this.admitReturning();
  }

  /** Lets those go on who wait for their slot; one goes on even at a limit of 0, or it would wait for ever. */
  admitReturning(): void {
    while (this.#returning.length > 0 && this.#running < Math.max(1, this.limit)) {
      this.#running += 1;
      this.#returning.shift()?.granted();
    }
  }
}
