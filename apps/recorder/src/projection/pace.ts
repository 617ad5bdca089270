/** What of the rows that wait is to be written: what has ended or is old, or also the rest. */
export type WrittenPortion = 'ended' | 'all';
export type Portion = WrittenPortion | 'nothing';

const windowMs = 15;
/** 5,000 events a second, of some 40,000 that two processors can make: below it there is time for everything at once. */
const hotEventsPerWindow = 75;
/** While events pour in, rows rest this long at most: the processor is the workers', and the history catches up. */
const longestRestMs = 2_000;
/** Somebody waits for the history: for this long nothing rests. */
const hurryMs = 250;
/** From this share of the memory on there is nothing left to choose. */
const fullShare = 0.75;

export interface Pressure {
  /** Of the room for events, between 0 and 1. */
  fill: number;
  /** Monotonic ms at which the oldest row that is not written began to wait. */
  oldestAt: number;
}

/** Decides how much the recorder writes, by how fast events arrive and by who waits. */
export class Pace {
  #windowAt = 0;
  #count = 0;
  #lastCount = 0;
  #hurriedAt = -Infinity;

  /** @param now monotonic ms */
  note(events: number, now: number): void {
    const elapsedMs = now - this.#windowAt;
    if (elapsedMs >= windowMs) {
      this.#lastCount = elapsedMs >= 2 * windowMs ? 0 : this.#count;
      this.#windowAt = now;
      this.#count = 0;
    }
    this.#count += events;
  }

  hurry(now: number): void {
    this.#hurriedAt = now;
  }

  decide({ fill, oldestAt }: Pressure, now: number): Portion {
    if (now - this.#hurriedAt < hurryMs || fill >= fullShare) return 'all';
    return this.#isHot(now) && now - oldestAt < longestRestMs ? 'nothing' : 'ended';
  }

  #isHot(now: number): boolean {
    return (
      now - this.#windowAt < 2 * windowMs && Math.max(this.#count, this.#lastCount) >= hotEventsPerWindow
    );
  }
}
