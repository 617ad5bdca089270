import {
  openCancellations,
  watchCancellations,
  type CancelRequest,
  type Cancellation,
} from '@signalbox/runtime/bus/cancellations';
import type { Bus } from '@signalbox/runtime/bus/connect';
import type { Logger } from '@signalbox/runtime/observability/create-logger';

interface Heard {
  reason: string;
  /** Monotonic ms. */
  at: number;
}

/** Cancellations of which nobody has said yet that the command has ended. */
export class OpenCancellations {
  readonly #heard = new Map<string, Heard>();
  readonly #options: { bus: Bus; logger: Logger };
  #watch: { stop(): void } | undefined;

  constructor(options: { bus: Bus; logger: Logger }) {
    this.#options = options;
  }

  /**
   * Begins to listen; done again, it changes nothing.
   * @throws the server's error while JetStream does not answer
   */
  async open(): Promise<void> {
    if (this.#watch) return;
    const { bus, logger } = this.#options;
    const kv = await openCancellations(bus);
    this.#watch = watchCancellations(bus, { kv, logger, onCancellation: (id, one) => this.#hear(id, one) });
  }

  stop(): void {
    this.#watch?.stop();
  }

  /** Those that were heard, or looked at, longer ago than this; the longest first. */
  older(thanMs: number, limit: number): CancelRequest[] {
    const before = performance.now() - thanMs;
    const found: CancelRequest[] = [];
    for (const [id, { reason, at }] of this.#heard) {
      if (at > before || found.length === limit) break;
      found.push({ id, reason });
    }
    return found;
  }

  settled(id: string): void {
    this.#heard.delete(id);
  }

  /** It is looked at again later. */
  postpone({ id, reason }: CancelRequest): void {
    // Put at the end, so that the longest known come first.
    this.#heard.delete(id);
    this.#heard.set(id, { reason, at: performance.now() });
  }

  #hear(id: string, { reason, isEnded }: Cancellation): void {
    if (isEnded) this.settled(id);
    else this.postpone({ id, reason });
  }
}
