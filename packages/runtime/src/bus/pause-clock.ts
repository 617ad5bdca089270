import type { NatsConnection } from '@nats-io/transport-node';

const tickMs = 100;
/** A turn of the event loop that takes longer is a pause of the process. */
const longTurnMs = 300;

export interface PauseClockOptions {
  /** Monotonic ms. */
  now: () => number;
  /** Resolves when all that the server had sent before is read. */
  flush: () => Promise<void>;
}

/**
 * Tells how old a message may be that arrives. While a process is stopped or blocked its socket goes on filling, and
 * what is read from it afterwards has waited as long as that: counted from its arrival, its lease would be longer here
 * than on the server.
 */
export class PauseClock {
  readonly #options: PauseClockOptions;
  #turnedAt: number;
  /** The tick before the last. After the last one the socket may not have been read yet. */
  #readAt: number;
  #pausedAt: number | undefined;
  #flushing = false;

  constructor(options: PauseClockOptions) {
    this.#options = options;
    this.#turnedAt = options.now();
    this.#readAt = this.#turnedAt;
  }

  /** Monotonic ms: nothing that arrives now was sent earlier. */
  get sentSince(): number {
    const now = this.#options.now();
    if (now - this.#turnedAt > tickMs + longTurnMs) this.tick();
    return this.#pausedAt ?? this.#readAt;
  }

  /** To be called every `tickMs`. */
  tick(): void {
    const now = this.#options.now();
    if (now - this.#turnedAt > tickMs + longTurnMs) this.#pausedAt ??= this.#readAt;
    this.#readAt = this.#turnedAt;
    this.#turnedAt = now;
    if (this.#pausedAt !== undefined && !this.#flushing) void this.#readOn();
  }

  async #readOn(): Promise<void> {
    this.#flushing = true;
    const turnedAt = this.#turnedAt;
    try {
      await this.#options.flush();
      // Paused again meanwhile, what came in that time is not read.
      const wasPausedAgain = this.#options.now() - turnedAt > tickMs + longTurnMs;
      this.#pausedAt = wasPausedAgain ? turnedAt : undefined;
    } catch {
      // Without a connection there is nothing to read; the next tick tries again.
    } finally {
      this.#flushing = false;
    }
  }
}

const clocks = new WeakMap<NatsConnection, PauseClock>();

/** The clock of a connection, which runs until the connection is closed. */
export const pauseClockOf = (nc: NatsConnection): PauseClock => {
  const known = clocks.get(nc);
  if (known) return known;
  const clock = new PauseClock({ now: () => performance.now(), flush: () => nc.flush() });
  clocks.set(nc, clock);
  const timer = setInterval(() => clock.tick(), tickMs).unref();
  void nc.closed().then(() => clearInterval(timer));
  return clock;
};
