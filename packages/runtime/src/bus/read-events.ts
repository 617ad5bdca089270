import { DeliverPolicy, type Consumer } from '@nats-io/jetstream';
import { streams, subjects } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';
import type { EventMessage } from './follow-events.ts';

export interface EventRange {
  /** Where to begin: a message sequence, or a time in epoch ms. */
  from: { sequence: number } | { timeMs: number };
  /** The last message sequence of interest. */
  until: number;
}

const batchSize = 256;
const batchWaitMs = 2_000;

const toStart = (from: EventRange['from']) =>
  'sequence' in from
    ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.max(1, from.sequence) }
    : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(from.timeMs).toISOString() };

const fetchBatch = async (consumer: Consumer): Promise<{ batch: EventMessage[]; left: number }> => {
  const batch: EventMessage[] = [];
  let left = 0;
  for await (const message of await consumer.fetch({ max_messages: batchSize, expires: batchWaitMs })) {
    batch.push({ sequence: message.seq, data: message.data });
    left = message.info.pending;
    if (left === 0 || batch.length === batchSize) break;
  }
  return { batch, left };
};

/**
 * Reads the command events of a range, batch by batch; the next is fetched once `onBatch` has answered true.
 * @throws AppError `bus.unavailable`
 */
export const readEvents = async (
  bus: Bus,
  range: EventRange,
  onBatch: (batch: EventMessage[]) => Promise<boolean>,
): Promise<void> => {
  try {
    const consumer = await bus.js.consumers.get(streams.events, {
      filter_subjects: subjects.allCommandEvents,
      inactive_threshold: 10_000,
      ...toStart(range.from),
    });
    let left = (await consumer.info()).num_pending;
    let reached = 0;
    let isWanted = true;
    while (isWanted && left > 0 && reached < range.until) {
      const fetched = await fetchBatch(consumer);
      if (fetched.batch.length === 0) throw new Error('reading the events took too long');
      left = fetched.left;
      reached = fetched.batch.at(-1)?.sequence ?? range.until;
      isWanted = await onBatch(fetched.batch.filter(({ sequence }) => sequence <= range.until));
    }
    await consumer.delete();
  } catch (error) {
    throw toBusError(error);
  }
};
