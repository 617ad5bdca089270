import {
  AckPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from '@nats-io/jetstream';
import { priorities, type Priority } from '@signalbox/shared/commands/priority';
import {
  advisoryConsumer,
  laneConsumer,
  recorderConsumer,
  streams,
  subjects,
} from '@signalbox/shared/naming';

const nanos = 1_000_000;
const day = 86_400_000 * nanos;

export interface TopologyOptions {
  ackWaitMs: number;
  /** A safety net only: the worker decides by the policy long before. */
  maxDeliver: number;
  queues: readonly string[];
}

type StreamShape = Pick<StreamConfig, 'name' | 'subjects' | 'retention' | 'storage'> & Partial<StreamConfig>;

export const streamConfigs: readonly StreamShape[] = [
  {
    name: streams.commands,
    subjects: [subjects.allCommands],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    // A full stream refuses new work, which the submitter sees; the default would drop the oldest unseen.
    discard: DiscardPolicy.New,
    max_bytes: 2 * 1024 ** 3,
    duplicate_window: 120_000 * nanos,
    allow_direct: true,
  },
  {
    name: streams.events,
    subjects: [subjects.allEvents],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 7 * day,
    allow_direct: true,
  },
  {
    name: streams.advisories,
    subjects: [...subjects.advisories],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 7 * day,
  },
];

type ConsumerShape = Partial<ConsumerConfig> & Pick<ConsumerConfig, 'durable_name'>;

const laneConfig = (
  options: TopologyOptions,
  lane: { queue: string; priority: Priority },
): ConsumerShape => ({
  durable_name: laneConsumer(lane.queue, lane.priority),
  ack_policy: AckPolicy.Explicit,
  ack_wait: options.ackWaitMs * nanos,
  max_deliver: options.maxDeliver,
  filter_subject: subjects.commandLane(lane.queue, lane.priority),
  // Deliveries in back-off count as pending: too low a limit lets a wave of retries stall the queue.
  max_ack_pending: 50_000,
});

export const laneConfigs = (options: TopologyOptions): ConsumerShape[] =>
  options.queues.flatMap((queue) => priorities.map((priority) => laneConfig(options, { queue, priority })));

export const recorderConfig: ConsumerShape = {
  durable_name: recorderConsumer,
  // Several recorders share this consumer, so one may not acknowledge on behalf of another.
  ack_policy: AckPolicy.Explicit,
  ack_wait: 30_000 * nanos,
  max_deliver: -1,
  filter_subject: subjects.allCommandEvents,
  max_ack_pending: 10_000,
};

export const rescueConfig: ConsumerShape = {
  durable_name: advisoryConsumer,
  ack_policy: AckPolicy.Explicit,
  ack_wait: 30_000 * nanos,
  max_deliver: -1,
};
