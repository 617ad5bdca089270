import type { QueuePatch } from '@signalbox/shared/http/stats';

/** What an operator asked of a queue. */
export interface QueueControls {
  paused: boolean;
  concurrency?: number | undefined;
  ratePerSecond?: number | undefined;
}

/** The controls of all queues; what is changed here is live in every worker. */
export interface QueueControlBoard {
  /** What is asked of a queue now; undefined if nobody ever asked. */
  find(queue: string): QueueControls | undefined;
  /** @throws AppError `bus.unavailable` */
  change(queue: string, patch: QueuePatch): Promise<void>;
}
