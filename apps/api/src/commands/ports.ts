/** What the use cases need from outside; the adapters are chosen in `context.ts`, the tests bring their own. */
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type {
  CommandView as CommandDocument,
  HistoryItem,
  LogLine as LogLineDocument,
} from '@signalbox/shared/http/command-view';
import type { ErrorGroup } from '@signalbox/shared/http/error-groups';
import type { CommandStatus } from '@signalbox/shared/status/status';

export interface Clock {
  /** Epoch ms. */
  now(): number;
}

/** Where a request stands in its trace. */
export interface TraceContext {
  traceId: string;
  /** W3C headers for the next hop. */
  headers: Record<string, string>;
}

/** Where a command is on the bus. */
export type CommandPlace = Pick<CommandEnvelope, 'id' | 'queue' | 'priority'>;

export interface CommandBus {
  /**
   * Resolves once the command is stored; this is the promise that a 202 makes.
   * @throws AppError `bus.unavailable` or `bus.full`
   */
  publish(command: CommandEnvelope, trace: TraceContext): Promise<void>;
  /**
   * The command if it has not ended yet.
   * @throws AppError `bus.unavailable`
   */
  findQueued(id: string): Promise<CommandEnvelope | undefined>;
  /**
   * As `findQueued`, and much sooner where many commands are queued.
   * @throws AppError `bus.unavailable`
   */
  findQueuedAt(place: CommandPlace): Promise<CommandEnvelope | undefined>;
  /**
   * Takes a command off the bus whose end is stored.
   * @throws AppError `bus.unavailable`
   */
  removeQueued(place: CommandPlace): Promise<void>;
  /** The queues that commands can be put on. */
  listQueues(): Promise<readonly string[]>;
  /** True once all that has happened up to this call is in the view; false if that took longer. */
  waitUntilRecorded(limitMs: number): Promise<boolean>;
}

export interface EventLog {
  /** Resolves when the event is stored. */
  append(queue: string, event: CommandEvent): Promise<void>;
}

export interface CancelRequest {
  id: string;
  reason: string;
}

export interface Cancellation {
  reason: string;
  /** Epoch ms. */
  at: number;
  /** True once the end of the command is stored. */
  isEnded?: boolean;
}

/** What the workers know of canceled commands. */
export interface Cancellations {
  /**
   * No worker takes this command, or one that comes from it, once it has heard; handlers at work are told to end.
   * @throws AppError `bus.unavailable`
   */
  put(id: string, cancellation: Cancellation): Promise<void>;
  /** Whether a worker has told its handler of this command to end, and will report the end. */
  askHolder(request: CancelRequest): Promise<boolean>;
}

/** What goes wrong in the background while commands are canceled. */
export interface CancelEvents {
  cancelUnfinished(id: string, error: unknown): void;
  descendantsNotCanceled(id: string, error: unknown): void;
}

/** What happens while commands are accepted, for log and counters. */
export interface SubmitEvents {
  commandAccepted(command: CommandEnvelope): void;
  announceFailed(command: CommandEnvelope, error: unknown): void;
  keyNotMarked(id: string, error: unknown): void;
}

export interface InputFilter {
  /** Field names with dots between. */
  path: string;
  value: string | number | boolean;
}

export interface CommandFilter {
  statuses?: CommandStatus[];
  name?: string;
  queue?: string;
  tag?: string;
  traceId?: string;
  parentId?: string;
  scheduleId?: string;
  /** Failed, with this cause. */
  fingerprint?: string;
  /** Submitted at or after, in epoch ms. */
  fromMs?: number;
  /** Submitted before, in epoch ms. */
  toMs?: number;
  text?: string;
  input?: InputFilter[];
  sort: 'submittedAt' | '-submittedAt';
  limit: number;
  /** Continue after this command. */
  afterId?: string;
}

/** The recorded commands. Every call throws AppError `store.unavailable` while the database is away. */
export interface CommandView {
  find(id: string): Promise<CommandRow | undefined>;
  list(filter: CommandFilter): Promise<CommandRow[]>;
  /** Of one page, oldest first. */
  listIds(filter: CommandFilter): Promise<string[]>;
  history(id: string): Promise<HistoryItem[]>;
  /** Up to `limit` lines of a command's log, in order. */
  log(query: LogQuery): Promise<LoggedLine[]>;
  /** Undefined if it spawned none. */
  countChildren(id: string): Promise<CommandDocument['children']>;
  /** The failures of commands that were submitted since then (epoch ms), by cause, the newest causes first. */
  errorGroups(fromMs: number): Promise<ErrorGroup[]>;
}

/** A place in a command's log: of an attempt, the n-th event, and in it the line. */
export interface LogPlace {
  attempt: number;
  n: number;
  line: number;
}

export interface LogQuery {
  id: string;
  /** Continue after this line. */
  after?: LogPlace;
  limit: number;
}

export type LoggedLine = LogLineDocument & { attempt: number; place: LogPlace };

/** Results that are too large for the view. */
export interface Results {
  /**
   * JSON, piece by piece; undefined if there is none of this key.
   * @throws AppError `bus.unavailable`
   */
  stream(key: string): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** What keeps commands waiting; every call throws while the bus is away. */
export interface WaitingFacts {
  isPaused(queue: string): boolean;
  /** The commands that hold places of a concurrency key, at most `limit`. */
  findHolders(key: string, limit: number): Promise<string[]>;
}

/** Waits for the end of one command; made before the command is published, so that no end is missed. */
export interface EndWaiter {
  /** The ended command, or undefined after `limitMs`, or when the process stops. */
  ended(limitMs: number): Promise<CommandRow | undefined>;
  release(): void;
}

export interface EndFeed {
  waitFor(id: string): EndWaiter;
}
