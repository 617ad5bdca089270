import type { ConsumerInfo } from '@nats-io/jetstream';
import { streams } from '@signalbox/shared/naming';
import { toBusError } from './bus-error.ts';
import type { Bus } from './connect.ts';

/** What waits and what is taken of one (queue, priority). */
export interface LaneFacts {
  queue: string;
  /** Not yet taken by a worker. */
  waiting: number;
  /** Taken and not yet settled. */
  taken: number;
  /** When the oldest waiting command was submitted, in epoch ms. */
  oldestWaitingAt?: number;
}

const toQueue = (filter: string | undefined): string | undefined =>
  filter?.match(/^commands\.([^.*>]+)\.[^.]+\.>$/)?.[1];

const findOldestAt = async ({ jsm }: Bus, lane: ConsumerInfo): Promise<number | undefined> => {
  const { filter_subject: filter } = lane.config;
  if (lane.num_pending === 0 || filter === undefined) return undefined;
  const first = { seq: lane.delivered.stream_seq + 1, next_by_subj: filter };
  const stored = await jsm.direct.getMessage(streams.commands, first);
  return stored?.time.getTime();
};

const toFacts = async (bus: Bus, lane: ConsumerInfo): Promise<LaneFacts | undefined> => {
  const queue = toQueue(lane.config.filter_subject);
  if (queue === undefined) return undefined;
  const oldestWaitingAt = await findOldestAt(bus, lane);
  return {
    queue,
    waiting: lane.num_pending,
    taken: lane.num_ack_pending,
    ...(oldestWaitingAt !== undefined && { oldestWaitingAt }),
  };
};

/**
 * The state of every lane there is on COMMANDS.
 * @throws AppError `bus.unavailable`
 */
export const readLanes = async (bus: Bus): Promise<LaneFacts[]> => {
  try {
    const lanes: Promise<LaneFacts | undefined>[] = [];
    for await (const lane of bus.jsm.consumers.list(streams.commands)) lanes.push(toFacts(bus, lane));
    return (await Promise.all(lanes)).filter((lane) => lane !== undefined);
  } catch (error) {
    throw toBusError(error);
  }
};
