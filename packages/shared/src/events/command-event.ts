import type { CommandEnvelope } from '../commands/envelope.ts';
import type { CommandError } from '../errors/command-error.ts';

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
export type CompletedEvent = AttemptEvent & { type: 'completed'; result: unknown };
export type FailedEvent = AttemptEvent & { type: 'failed'; error: CommandError };
export type CanceledEvent = AttemptEvent & { type: 'canceled'; reason: string };

/** One message on `events.command.<queue>` carries a JSON array of these. */
export type CommandEvent =
  | AcceptedEvent
  | StartedEvent
  | ProgressEvent
  | RetryingEvent
  | CompletedEvent
  | FailedEvent
  | CanceledEvent;

export type CommandEventType = CommandEvent['type'];

/** The most events in one message; `toPosition` relies on it. */
export const maxEventsPerMessage = 256;

/** The place of an event in the stream as one growing number: message sequence, then place in the message. */
export const toPosition = (sequence: number, index: number): number => sequence * 512 + index;

/** The message sequence in which a position lies. */
export const toSequence = (position: number): number => Math.floor(position / 512);
