import type { Bus } from '@signalbox/runtime/bus/connect';
import { pullMessages, type Pull } from '@signalbox/runtime/bus/pull';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { priorities, type Priority } from '@signalbox/shared/commands/priority';
import { laneConsumer, streams } from '@signalbox/shared/naming';
import { SlotPool, type Slot } from './slot.ts';

export interface QueueLanesOptions {
  queue: string;
  slots: number;
  ackWaitMs: number;
  /** Resolves when the delivery is settled; frees the slot as soon as only the report is left to do. */
  execute: (message: PulledMessage, slot: Slot) => Promise<void>;
  recover: () => Promise<void>;
  logger: Logger;
}

/**
 * Deliveries whose handler is done and whose outcome is on its way to the bus. They hold no slot, or short commands
 * would wait for a round trip each; their number is bounded, or a slow bus would fill the memory.
 */
const maxReporting = 2_048;

/**
 * The three priorities of one queue share its slots. Each lane asks for as many deliveries as there are free slots,
 * so a burst on all three at once brings more than fit: those wait here, higher priority first.
 */
export class QueueLanes {
  readonly #options: QueueLanesOptions;
  readonly #pulls: Pull[];
  readonly #waiting: Record<Priority, PulledMessage[]> = { high: [], normal: [], low: [] };
  readonly #leases: NodeJS.Timeout;
  readonly #slots: SlotPool;
  /** Started and not settled: they run, wait for children, or report. */
  #unsettled = 0;
  #onIdle: (() => void) | undefined;

  constructor(bus: Bus, options: QueueLanesOptions) {
    this.#options = options;
    this.#slots = new SlotPool(options.slots, () => this.#startNext());
    this.#leases = setInterval(() => this.#keepLeases(), options.ackWaitMs / 3);
    this.#pulls = priorities.map((priority) =>
      pullMessages(bus, {
        stream: streams.commands,
        consumer: laneConsumer(options.queue, priority),
        capacity: () => this.#capacity,
        onMessage: (message) => this.#receive(message, priority),
        recover: options.recover,
        logger: options.logger,
      }),
    );
  }

  /** Asks for no more, and resolves when all that came has run. */
  async drain(): Promise<void> {
    await Promise.all(this.#pulls.map((pull) => pull.stop()));
    if (this.#unsettled > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    clearInterval(this.#leases);
  }

  get #waitingCount(): number {
    return this.#waiting.high.length + this.#waiting.normal.length + this.#waiting.low.length;
  }

  get #capacity(): number {
    const free = this.#slots.free - this.#waitingCount;
    return Math.max(0, Math.min(free, maxReporting - this.#slots.reporting));
  }

  #keepLeases(): void {
    for (const priority of priorities) for (const message of this.#waiting[priority]) message.working();
  }

  #receive(message: PulledMessage, priority: Priority): void {
    if (this.#slots.free > 0) void this.#start(message);
    else this.#waiting[priority].push(message);
  }

  async #start(message: PulledMessage): Promise<void> {
    const slot = this.#slots.take();
    this.#unsettled += 1;
    try {
      await this.#options.execute(message, slot);
    } catch (error) {
      // Unsettled, the delivery comes again when its lease ends.
      this.#options.logger.error({ err: error, subject: message.subject }, 'delivery not settled');
    }
    slot.free();
    this.#unsettled -= 1;
    this.#slots.reporting -= 1;
    if (this.#slots.reporting === maxReporting / 2) this.#wake();
    if (this.#unsettled === 0) this.#onIdle?.();
  }

  #startNext(): void {
    const next = this.#waiting.high.shift() ?? this.#waiting.normal.shift() ?? this.#waiting.low.shift();
    if (next) void this.#start(next);
    else this.#wake();
  }

  #wake(): void {
    for (const pull of this.#pulls) pull.wake();
  }
}
