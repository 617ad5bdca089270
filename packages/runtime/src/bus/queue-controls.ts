import type { KV } from '@nats-io/kv';
import type { QueuePatch } from '@signalbox/shared/http/stats';
import { buckets } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openBucket, watchBucket, type BucketWatch } from './bucket.ts';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import { isOutrun } from './outrun.ts';

const controlsSchema = z.object({
  paused: z.boolean(),
  /** Attempts that may run at once over all workers; absent if only the workers' slots limit them. */
  concurrency: z.int().min(1).optional(),
  /** Attempts that may begin in a second over all workers. */
  ratePerSecond: z.number().positive().optional(),
  /** Epoch ms. */
  updatedAt: z.number(),
});

/** What an operator asked of a queue. */
export type QueueControls = z.infer<typeof controlsSchema>;

export interface QueueControlsWatch {
  /** Hears of every queue that has controls, at the start and on every change. */
  onControls: (queue: string, controls: QueueControls) => void;
  logger: Logger;
}

export interface QueueControlStore {
  /**
   * Changes what the patch names; null takes a limit back.
   * @throws AppError `bus.unavailable`
   */
  change(queue: string, patch: QueuePatch): Promise<QueueControls>;
  watch(options: QueueControlsWatch): BucketWatch;
}

const uncontrolled: QueueControls = { paused: false, updatedAt: 0 };

const apply = (controls: QueueControls, patch: QueuePatch): QueueControls => {
  const concurrency = patch.concurrency === undefined ? controls.concurrency : patch.concurrency;
  const ratePerSecond = patch.ratePerSecond === undefined ? controls.ratePerSecond : patch.ratePerSecond;
  return {
    paused: patch.paused ?? controls.paused,
    ...(typeof concurrency === 'number' && { concurrency }),
    ...(typeof ratePerSecond === 'number' && { ratePerSecond }),
    updatedAt: Date.now(),
  };
};

/** Writes only on what was read, and begins anew if somebody else wrote in between: their part of it is kept. */
const change = async (kv: KV, queue: string, patch: QueuePatch): Promise<QueueControls> => {
  for (;;) {
    const stored = await kv.get(queue);
    const known = stored?.operation === 'PUT' ? controlsSchema.safeParse(stored.json()).data : undefined;
    const controls = apply(known ?? uncontrolled, patch);
    try {
      await kv.put(queue, JSON.stringify(controls), { previousSeq: stored?.revision ?? 0 });
      return controls;
    } catch (error) {
      if (!isOutrun(error)) throw error;
    }
  }
};

/**
 * The controls of all queues, kept on the bus for every process to see.
 * @throws the server's error while JetStream does not answer
 */
export const openQueueControls = async (bus: Bus): Promise<QueueControlStore> => {
  const kv = await openBucket(bus, buckets.queues);
  return {
    change: (queue, patch) =>
      change(kv, queue, patch).catch((error: unknown) => Promise.reject(toBusError(error))),
    watch: ({ onControls, logger }) => {
      const onEntry = (queue: string, value: unknown): void => {
        // A deleted entry asks nothing of its queue.
        const read = controlsSchema.safeParse(value ?? uncontrolled);
        if (read.success) onControls(queue, read.data);
        else logger.warn({ queue, err: read.error }, 'unreadable controls of a queue; the last ones stay');
      };
      return watchBucket(bus, kv, { onEntry, logger });
    },
  };
};
