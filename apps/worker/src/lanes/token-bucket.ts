/** How much of a second's starts may gather while nobody needs them. */
const gatheredSeconds = 0.1;

/** Lets so many deliveries begin in a second. It starts empty, so that the first second is like every other. */
export class TokenBucket {
  readonly perSecond: number;
  #tokens: number;
  #filledAt: number;

  /** @param now monotonic ms */
  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond;
    // At less than one a second the first would keep whoever set the rate waiting.
    this.#tokens = perSecond < 1 ? 1 : 0;
    this.#filledAt = now;
  }

  /** How many may begin now. */
  available(now: number): number {
    const most = 1 + this.perSecond * gatheredSeconds;
    const gained = ((now - this.#filledAt) / 1_000) * this.perSecond;
    this.#tokens = Math.min(most, this.#tokens + gained);
    this.#filledAt = now;
    return Math.floor(this.#tokens);
  }

  take(): void {
    this.#tokens -= 1;
  }

  /** What was taken began nothing. */
  giveBack(): void {
    this.#tokens += 1;
  }

  /** Until the next may begin, in ms; 0 if one may now. */
  waitMs(now: number): number {
    if (this.available(now) > 0) return 0;
    return ((1 - this.#tokens) / this.perSecond) * 1_000;
  }
}
