import type { LockPlaces, PlaceHolder, PlaceState } from '@signalbox/runtime/bus/lock-places';
import type { LeasedMessage } from '@signalbox/runtime/bus/leases';

/** The right to run while others with the same key wait. */
export interface Hold {
  /** May be called again. */
  release(): void;
}

export interface PlaceHoldOptions {
  places: LockPlaces;
  place: string;
  holder: PlaceHolder;
  revision: number;
  message: LeasedMessage;
  /** Hears of the free place once it is free, and that the hold is over in any case. */
  onOver: (free: PlaceState | undefined) => void;
}

export const isSameHolder = (one: PlaceHolder | undefined, other: PlaceHolder): boolean =>
  one?.commandId === other.commandId && one.worker === other.worker;

/** A place that a delivery of this worker has; its writes follow one another. */
export class PlaceHold implements Hold {
  readonly message: LeasedMessage;
  readonly #options: PlaceHoldOptions;
  #revision: number;
  #refreshedAt = performance.now();
  #isOver = false;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(options: PlaceHoldOptions) {
    this.#options = options;
    this.message = options.message;
    this.#revision = options.revision;
  }

  /** Tells the others that the holder lives, if it is time to. */
  refresh(intervalMs: number): void {
    const now = performance.now();
    if (this.#isOver || now - this.#refreshedAt < intervalMs) return;
    this.#refreshedAt = now;
    this.#follow(() => this.#write());
  }

  release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#follow(async () => {
      let revision: number | undefined;
      try {
        revision = await this.#options.places.release(this.#options.place, this.#revision);
      } finally {
        this.#options.onOver(revision === undefined ? undefined : { holder: undefined, revision });
      }
    });
  }

  /** Whatever fails is tried again by the next refresh, or dies with the place. */
  #follow(write: () => Promise<void>): void {
    this.#lastWrite = this.#lastWrite.then(write).catch(() => undefined);
  }

  async #write(): Promise<void> {
    const { places, place, holder } = this.#options;
    const revision = await places.hold(place, { ...holder, at: Date.now() }, this.#revision);
    if (revision !== undefined) {
      this.#revision = revision;
      return;
    }
    const state = await places.read(place);
    // Sent again after a reconnect, a write that was stored is refused.
    if (isSameHolder(state.holder, holder)) this.#revision = state.revision;
    // Somebody took this holder for dead: from now on two would run.
    else this.message.lease.isLost = true;
  }
}
