import type { Leases } from '@signalbox/runtime/bus/leases';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { isOverdue } from './admit.ts';
import type { GiveUpReason } from './give-up.ts';

/** An attempt under way, as the sweep sees it. */
export interface Attempt {
  readonly message: PulledMessage;
  readonly command: CommandEnvelope;
  readonly runningSince: number;
  readonly timeoutMs: number;
  /** True also where nothing is to be announced any more. */
  announced: boolean;
  /** Tells the log of events that the attempt runs; not called for attempts that end sooner than the sweep comes. */
  announce(): void;
  /**
   * Tells the handler to end, and ends it or the wait for it when its grace is over; may be said again.
   * @param text what a person is told instead of the usual words
   * @returns false if the handler has ended already
   */
  giveUp(reason: GiveUpReason, text?: string): boolean;
}

export interface InFlightOptions {
  leases: Pick<Leases, 'keep' | 'hasLapsed'>;
  isConnected: () => boolean;
}

const sweepMs = 25;
/** What ends sooner is told by its outcome alone; under load that is most, and each word costs the whole path. */
const announceAfterMs = 50;

/**
 * All attempts under way. One sweep renews leases, keeps time limits and announces what takes longer, instead of
 * three timers for each attempt: at ten thousand attempts a second the timers would cost more than the attempts.
 */
export class InFlight {
  readonly #attempts = new Set<Attempt>();
  readonly #options: InFlightOptions;
  #timer: NodeJS.Timeout | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(options: InFlightOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#attempts.size;
  }

  /** Those, too, whose handler has ended and whose outcome is on its way. */
  get attempts(): Iterable<Attempt> {
    return this.#attempts;
  }

  add(attempt: Attempt): void {
    this.#attempts.add(attempt);
    this.#timer ??= setInterval(() => this.#sweep(), sweepMs);
  }

  remove(attempt: Attempt): void {
    this.#attempts.delete(attempt);
    if (this.#attempts.size === 0) this.#onEmpty?.();
  }

  /** A lapsed lease may have been given to another worker, so the outcome of this attempt no longer counts. */
  hasLapsed(attempt: Attempt): boolean {
    return this.#options.leases.hasLapsed(attempt.message);
  }

  /** Resolves when nothing is under way, or after the limit; then whatever still runs is told to give up. */
  async drain(limitMs: number): Promise<void> {
    if (this.#attempts.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve;
        setTimeout(resolve, limitMs).unref();
      });
    }
    for (const attempt of this.#attempts) attempt.giveUp('interrupted');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sweep(): void {
    const now = performance.now();
    const { leases, isConnected } = this.#options;
    const connected = isConnected();
    for (const attempt of this.#attempts) {
      if (!attempt.announced && now - attempt.runningSince >= announceAfterMs) {
        attempt.announced = true;
        attempt.announce();
      }
      if (now - attempt.runningSince > attempt.timeoutMs) attempt.giveUp('timed-out');
      if (isOverdue(attempt.command, Date.now())) attempt.giveUp('deadline');
      if (this.hasLapsed(attempt)) attempt.giveUp('lease-lost');
      else if (connected) leases.keep(attempt.message);
    }
    if (this.#attempts.size === 0) this.stop();
  }
}
