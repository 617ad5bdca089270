import type { AppError } from '@signalbox/shared/errors/app-error';
import type { QueuePatch } from '@signalbox/shared/http/stats';
import type { Cancellation, Cancellations, CancelRequest, WaitingFacts } from '../commands/ports.ts';
import type { QueueControlBoard, QueueControls } from '../queues/ports.ts';

/** Nothing keeps a command waiting unless a test says so. */
export class MemoryWaiting implements WaitingFacts {
  readonly paused = new Set<string>();
  readonly holders = new Map<string, string[]>();
  failure: AppError | undefined;

  isPaused(queue: string): boolean {
    if (this.failure) throw this.failure;
    return this.paused.has(queue);
  }

  async findHolders(key: string): Promise<string[]> {
    return this.holders.get(key) ?? [];
  }
}

/** The workers' side of cancellations in memory; by default nobody holds anything. */
export class MemoryCancellations implements Cancellations {
  readonly entries = new Map<string, Cancellation[]>();
  failure: AppError | undefined;
  onAsk: (request: CancelRequest) => boolean = () => false;

  async put(id: string, cancellation: Cancellation): Promise<void> {
    if (this.failure) throw this.failure;
    this.entries.set(id, [...(this.entries.get(id) ?? []), cancellation]);
  }

  async askHolder(request: CancelRequest): Promise<boolean> {
    return this.onAsk(request);
  }
}

export class MemoryQueueControls implements QueueControlBoard {
  readonly #controls = new Map<string, QueueControls>();

  find(queue: string): QueueControls | undefined {
    return this.#controls.get(queue);
  }

  async change(queue: string, patch: QueuePatch): Promise<void> {
    const { paused = false, concurrency, ratePerSecond } = this.#controls.get(queue) ?? {};
    this.#controls.set(queue, {
      paused: patch.paused ?? paused,
      concurrency: (patch.concurrency === undefined ? concurrency : patch.concurrency) ?? undefined,
      ratePerSecond: (patch.ratePerSecond === undefined ? ratePerSecond : patch.ratePerSecond) ?? undefined,
    });
  }
}
