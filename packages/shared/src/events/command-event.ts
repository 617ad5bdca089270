import type { CommandEnvelope } from '../commands/envelope.ts';
import type { CommandError } from '../errors/command-error.ts';

/** One line that a handler logged. */
export interface LogLine {
  /** Epoch ms. */
  at: number;
  level: 'info' | 'warn' | 'error';
  message: string;
  fields?: Record<string, unknown>;
}

interface EventBase {
  id: string;
  /** Epoch ms. */
  at: number;
}

interface AttemptEvent extends EventBase {
  /** From 1. */
  attempt: number;
  worker: string;
  startedAt: number;
  /** The whole command, so that a lost `accepted` event loses nothing. */
  command: CommandEnvelope;
}

export type AcceptedEvent = EventBase & { type: 'accepted'; command: CommandEnvelope };
export type StartedEvent = AttemptEvent & { type: 'started' };
export type ProgressEvent = EventBase & {
  type: 'progress';
  attempt: number;
  worker: string;
  startedAt: number;
  /** Counts the reports of one attempt, so that a later one wins. */
  n: number;
  percent: number;
  message?: string;
};
export type RetryingEvent = AttemptEvent & {
  type: 'retrying';
  error: CommandError;
  waitMs: number;
  nextAttemptAt: number;
};
/** Where a result lies that is too large for an event. */
export interface ResultRef {
  /** Name in the object store. */
  key: string;
  bytes: number;
}
export type CompletedEvent = AttemptEvent & { type: 'completed'; result?: unknown; resultRef?: ResultRef };
export type FailedEvent = AttemptEvent & { type: 'failed'; error: CommandError };
export type CanceledEvent = AttemptEvent & { type: 'canceled'; reason: string };
/** What a handler told its log. Changes nothing of the command's state. */
export type LogEvent = EventBase & {
  type: 'log';
  attempt: number;
  worker: string;
  /** Counts the events of one attempt, so that one that is stored twice is kept once. */
  n: number;
  lines: readonly LogLine[];
};
/** Somebody removed an ended command from the history. */
export type DeletedEvent = EventBase & { type: 'deleted'; reason: string };

/** One message on `events.command.<queue>` carries a JSON array of these. */
export type CommandEvent =
  | AcceptedEvent
  | StartedEvent
  | ProgressEvent
  | RetryingEvent
  | CompletedEvent
  | FailedEvent
  | CanceledEvent
  | LogEvent
  | DeletedEvent;

/** The events that make and change the row of a command. */
export type StateEvent = Exclude<CommandEvent, LogEvent | DeletedEvent>;

export const isStateEvent = (event: CommandEvent): event is StateEvent =>
  event.type !== 'log' && event.type !== 'deleted';

export const commandEventTypes = [
  'accepted',
  'started',
  'progress',
  'retrying',
  'completed',
  'failed',
  'canceled',
  'log',
  'deleted',
] as const satisfies CommandEvent['type'][];

export type CommandEventType = CommandEvent['type'];

/** The most events in one message; `toPosition` relies on it. */
export const maxEventsPerMessage = 256;

/** The place of an event in the stream as one growing number: message sequence, then place in the message. */
export const toPosition = (sequence: number, index: number): number => sequence * 512 + index;

/** The message sequence in which a position lies. */
export const toSequence = (position: number): number => Math.floor(position / 512);
