/** Every name that crosses a process border is built here, so that two services cannot disagree on one. */
import type { Priority } from './commands/priority.ts';

export const streams = { commands: 'COMMANDS', events: 'EVENTS', advisories: 'ADVISORIES' } as const;

export const buckets = {
  /** Keys that clients sent with a submission. */
  idempotency: 'idempotency',
  /** What an operator asked of a queue: paused, concurrency, rate. Workers watch it. */
  queues: 'queues',
  /** Commands that are to end as canceled, with the reason. Workers watch it, so that no delivery is looked up. */
  cancellations: 'cancellations',
  /** How many attempts a command that was given back has had. Only redeliveries read it. */
  attempts: 'attempts',
  /** Results of finished steps, `<commandId>.<step>`. */
  steps: 'steps',
  /** Who holds which concurrency key, `<key>.<place>`. */
  locks: 'locks',
  /** The unfinished command of each unique key. */
  unique: 'unique',
  /** Which API process fires which tick of a schedule, `<scheduleId>.<epoch ms>`. */
  ticks: 'ticks',
  /** Bulk actions under way and done. */
  actions: 'actions',
} as const;

/** The stream in which a bucket keeps its values. */
export const bucketStream = (bucket: string): string => `KV_${bucket}`;

/** Object store of results that are too large for an event. */
export const resultsBucket = 'results';

export const headers = {
  messageId: 'Nats-Msg-Id',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** The stream refuses the message unless this is the sequence of the last one on its subject. */
  expectedLastOnSubject: 'Nats-Expected-Last-Subject-Sequence',
  /** Marks a message of a bucket that is no value, such as a deletion. */
  bucketOperation: 'KV-Operation',
} as const;

/** The durable consumer of the recorder on EVENTS. */
export const recorderConsumer = 'recorder';

/** The durable consumer that rescues commands whose deliveries are spent. */
export const advisoryConsumer = 'rescue';

const maxDeliveriesAdvisory = '$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES';
const terminatedAdvisory = '$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED';

export const subjects = {
  /** One subject per command, so that one command can be read and purged without a consumer. */
  command: (queue: string, priority: Priority, id: string) => `commands.${queue}.${priority}.${id}`,
  /** Matches a command wherever it is queued. */
  commandById: (id: string) => `commands.*.*.${id}`,
  /** What the durable of one (queue, priority) pulls. */
  commandLane: (queue: string, priority: Priority) => `commands.${queue}.${priority}.>`,
  allCommands: 'commands.>',
  /** What is published here becomes the value of the key. */
  bucketKey: (bucket: string, key: string) => `$KV.${bucket}.${key}`,
  commandEvents: (queue: string) => `events.command.${queue}`,
  allCommandEvents: 'events.command.>',
  healthEvent: (service: string) => `events.health.${service}`,
  allEvents: 'events.>',
  advisories: [
    `${maxDeliveriesAdvisory}.${streams.commands}.*`,
    `${terminatedAdvisory}.${streams.commands}.*`,
  ],
  heartbeat: (service: string, instance: string) => `heartbeats.${service}.${instance}`,
  allHeartbeats: 'heartbeats.>',
  /** The aggregator asks everybody to beat now, so that it need not wait an interval after a gap. */
  heartbeatRequest: 'heartbeat-request',
  /** The aggregator's latest report, sent on every change and at least every two seconds. */
  healthReport: 'health.report',
  /** Request and reply: the aggregator's report, now. */
  healthReportRequest: 'health.report.get',
  /** Somebody waits for the history to be written. */
  recorderHurry: 'recorder.hurry',
  /** Request and reply, answered by any recorder: has this command ended? */
  outcomeRequest: 'recorder.outcome.get',
  /** Request and reply, answered by any recorder: remove one batch of old commands. */
  pruneRequest: 'recorder.prune',
  /** Request and reply: the worker that holds a command ends it as canceled. */
  cancelRequest: 'control.cancel',
  /** A child of this command has ended; a hint, for the truth is on EVENTS. */
  childEnded: (parentId: string) => `children.${parentId}`,
  /** Somebody changed a schedule: API processes read them anew. */
  schedulesChanged: 'schedules.changed',
} as const;

/** The durable consumer of one (queue, priority); consumer names may not hold dots. */
export const laneConsumer = (queue: string, priority: Priority): string =>
  `${queue.replaceAll('.', '_')}-${priority}`;
