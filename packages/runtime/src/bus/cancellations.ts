import type { KV } from '@nats-io/kv';
import { buckets, subjects } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openBucket, watchBucket, type BucketWatch } from './bucket.ts';
import type { Bus } from './connect.ts';

const cancellationSchema = z.object({
  reason: z.string(),
  /** Epoch ms. */
  at: z.number(),
  /** True once the end of the command is on EVENTS: a delivery that still comes is only to be removed. */
  isEnded: z.boolean().optional(),
});
export type Cancellation = z.infer<typeof cancellationSchema>;

const requestSchema = z.object({ id: z.string(), reason: z.string() });
export type CancelRequest = z.infer<typeof requestSchema>;

/** By then the reconciler has ended, and removed, whatever a canceled command left behind on the bus. */
export const cancellationKeepMs = 24 * 3_600_000;

/** A worker that does not answer by then is too busy to hold anything that could be waited for. */
const answerLimitMs = 300;

/** @throws the server's error while JetStream does not answer */
export const openCancellations = (bus: Bus): Promise<KV> =>
  openBucket(bus, buckets.cancellations, cancellationKeepMs);

/** Hands on every cancellation there is, and every later one. */
export const watchCancellations = (
  bus: Bus,
  { kv, logger, onCancellation }: CancellationWatchOptions,
): BucketWatch => {
  const onEntry = (id: string, value: unknown): void => {
    if (value === undefined) return;
    const parsed = cancellationSchema.safeParse(value);
    if (parsed.success) onCancellation(id, parsed.data);
    else logger.warn({ commandId: id, err: parsed.error }, 'unreadable cancellation skipped');
  };
  return watchBucket(bus, kv, { onEntry, logger });
};

export interface CancellationWatchOptions {
  kv: KV;
  logger: Logger;
  onCancellation: (id: string, cancellation: Cancellation) => void;
}

/** Whether a worker answers that its handler of this command has been told to end. */
export const askHolder = async ({ nc }: Bus, request: CancelRequest): Promise<boolean> => {
  try {
    await nc.request(subjects.cancelRequest, JSON.stringify(request), { timeout: answerLimitMs });
    return true;
  } catch {
    return false;
  }
};

/**
 * Answers for the commands that this process holds; only one that `isHeld` says yes to is answered for.
 * @returns the way to end that
 */
export const answerCancelRequests = (
  { nc }: Bus,
  isHeld: (request: CancelRequest) => boolean,
): (() => void) => {
  const subscription = nc.subscribe(subjects.cancelRequest, {
    callback: (error, message) => {
      if (error) return;
      const parsed = requestSchema.safeParse(message.json());
      if (parsed.success && isHeld(parsed.data)) message.respond();
    },
  });
  return () => subscription.unsubscribe();
};
