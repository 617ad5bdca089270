import { SlotPool, type Slot } from './slot.ts';
import { TokenBucket } from './token-bucket.ts';

/** What this worker may do of a queue. */
export interface StartLimits {
  isPaused: boolean;
  /** How many may run here at once; never more than the worker's slots count. */
  slots: number;
  /** How many may begin here in a second; any number if undefined. */
  startsPerSecond: number | undefined;
}

/**
 * Deliveries whose handler is done and whose outcome is on its way to the bus. They hold no slot, or short commands
 * would wait for a round trip each; their number is bounded, or a slow bus would fill the memory.
 */
const maxReporting = 2_048;

/** A timer for each of a thousand starts a second would cost more than it is worth. */
const leastWaitMs = 5;

/** Says how many deliveries may begin now, and tells when there is room again. */
export class StartGate {
  readonly #mostSlots: number;
  readonly #slots: SlotPool;
  readonly #onRoom: () => void;
  #bucket: TokenBucket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(mostSlots: number, onRoom: () => void) {
    this.#mostSlots = mostSlots;
    this.#slots = new SlotPool(mostSlots, onRoom);
    this.#onRoom = onRoom;
  }

  /** Nothing can begin until the limits change. */
  get isShut(): boolean {
    return this.#isClosed || this.#slots.isPaused || this.#slots.limit === 0;
  }

  get room(): number {
    if (this.isShut) return 0;
    const room = Math.min(this.#slots.free, Math.max(0, maxReporting - this.#slots.reporting));
    return this.#bucket ? Math.min(room, this.#bucket.available(performance.now())) : room;
  }

  /** How long until the rate lets one more begin, in ms. */
  get tokenWaitMs(): number {
    return this.#bucket?.waitMs(performance.now()) ?? 0;
  }

  /** Begins one; the caller has looked that there is room. */
  take(): Slot {
    this.#bucket?.take();
    this.#waitForToken();
    return this.#slots.take();
  }

  /** A delivery that was taken came to nothing that ran: it was not due, canceled or obsolete. */
  giveBackToken(): void {
    this.#bucket?.giveBack();
  }

  /** An attempt whose slot was freed is settled. */
  countSettled(): void {
    this.#slots.reporting -= 1;
    if (this.#slots.reporting === maxReporting / 2) this.#onRoom();
  }

  limit({ isPaused, slots, startsPerSecond }: StartLimits): void {
    this.#slots.isPaused = isPaused;
    this.#slots.limit = Math.min(slots, this.#mostSlots);
    if (startsPerSecond !== this.#bucket?.perSecond) {
      this.#bucket =
        startsPerSecond === undefined ? undefined : new TokenBucket(startsPerSecond, performance.now());
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#waitForToken();
    }
    this.#slots.admitReturning();
  }

  /** Nothing begins any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #waitForToken(): void {
    if (!this.#bucket || this.#timer || this.#isClosed) return;
    const waitMs = this.tokenWaitMs;
    if (waitMs === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#waitForToken();
        this.#onRoom();
      },
      Math.max(leastWaitMs, Math.ceil(waitMs)),
    );
  }
}
