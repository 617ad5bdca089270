import type { AcceptedEvent } from '@signalbox/shared/events/command-event';
import type { EventLog } from './event-log.ts';

export interface Announcer {
  /** Tells that a command was accepted, by and by: nobody waits for it. */
  announce(queue: string, event: AcceptedEvent): void;
  /** Takes one message of EVENTS: what a worker has reported need not be told again in full. */
  hear(data: Uint8Array): void;
  /** Hands on all that is held, at once. */
  release(): void;
}

interface Held {
  queue: string;
  event: AcceptedEvent;
  /** Monotonic ms. */
  since: number;
  isReported: boolean;
}

interface AnnouncerOptions {
  onFailure: (event: AcceptedEvent, error: unknown) => void;
}

/** Short enough for a person who looks at a list, long enough for a command that runs at once. */
const holdMs = 25;
/** While commands pour in, the recorder rests as long as that, and longer. */
const busyHoldMs = 1_000;
/** Of some 20,000 that can be accepted in a second. */
const busyPerSecond = 2_000;
const sweepMs = 25;
const maxHeld = 20_000;

/** A report that carries the whole command: every kind but progress and log lines. */
const reportPattern = /"type":"(?:started|retrying|completed|failed|canceled)","id":"(\w{26})"/g;

/**
 * Holds the news that a command was accepted for a moment. A fast worker has reported by then, with the whole
 * command; the news shrinks to a note without it, which spares bus and recorder a third of their bytes.
 */
class HoldingAnnouncer implements Announcer {
  readonly #eventLog: Pick<EventLog, 'append'>;
  readonly #options: AnnouncerOptions;
  /** In the order of their coming. */
  readonly #held = new Map<string, Held>();
  #announced = 0;
  #perSecond = 0;
  #countedAt = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor(eventLog: Pick<EventLog, 'append'>, options: AnnouncerOptions) {
    this.#eventLog = eventLog;
    this.#options = options;
  }

  announce(queue: string, event: AcceptedEvent): void {
    this.#announced += 1;
    this.#held.set(event.id, { queue, event, since: performance.now(), isReported: false });
    this.#sweep ??= setInterval(() => this.#releaseOld(), sweepMs);
  }

  hear(data: Uint8Array): void {
    if (this.#held.size === 0) return;
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    for (const [, id = ''] of text.matchAll(reportPattern)) {
      const held = this.#held.get(id);
      if (held) held.isReported = true;
    }
  }

  release(): void {
    clearInterval(this.#sweep);
    this.#sweep = undefined;
    for (const held of this.#held.values()) this.#hand(held);
    this.#held.clear();
  }

  #releaseOld(): void {
    const now = performance.now();
    this.#measure(now);
    const before = now - (this.#perSecond >= busyPerSecond ? busyHoldMs : holdMs);
    for (const [id, held] of this.#held) {
      if (held.since > before && this.#held.size <= maxHeld) break;
      this.#held.delete(id);
      this.#hand(held);
    }
    if (this.#held.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #measure(now: number): void {
    const elapsedMs = now - this.#countedAt;
    this.#perSecond = (this.#announced / elapsedMs) * 1_000;
    this.#countedAt = now;
    this.#announced = 0;
  }

  #hand({ queue, event, isReported }: Held): void {
    const { type, id, at } = event;
    this.#eventLog
      .append(queue, isReported ? { type, id, at } : event)
      .catch((error: unknown) => this.#options.onFailure(event, error));
  }
}

export const createAnnouncer = (eventLog: Pick<EventLog, 'append'>, options: AnnouncerOptions): Announcer =>
  new HoldingAnnouncer(eventLog, options);
