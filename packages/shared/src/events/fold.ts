import type { CommandEnvelope } from '../commands/envelope.ts';
import type { CommandError } from '../errors/command-error.ts';
import type { CommandStatus } from '../status/status.ts';
import type { ResultRef, StateEvent } from './command-event.ts';

/** The part of a command that changes. */
export interface CommandState {
  status: CommandStatus;
  attempt: number;
  /** Epoch ms of the event this state comes from. */
  at: number;
  position: number;
  worker?: string;
  startedAt?: number;
  finishedAt?: number;
  nextAttemptAt?: number;
  error?: CommandError;
  result?: unknown;
  resultRef?: ResultRef;
  reason?: string;
  progress?: { percent: number; message?: string };
}

/**
 * One command as the recorder keeps it. Rows are merged by `mergeRows`: any order and any repetition of the same
 * events gives the same facts. Of two events of one attempt and phase, which tell the same, either may stand in the row.
 */
export interface CommandRow {
  id: string;
  /** Grows with attempt and phase; a terminal event beats all others, and of several the earliest wins. */
  order: number;
  state: CommandState;
  command?: CommandEnvelope;
}

const attemptWidth = 2 ** 20;
const terminalBase = 2 ** 52;

const phase = (event: StateEvent): number => {
  switch (event.type) {
    case 'accepted':
      return 0;
    case 'started':
      return 1;
    case 'progress':
      return 2 + Math.min(event.n, attemptWidth - 4);
    default:
      return attemptWidth - 1;
  }
};

const isTerminalEvent = (event: StateEvent): boolean =>
  event.type === 'completed' || event.type === 'failed' || event.type === 'canceled';

/** @param position from `toPosition`, at most 2^52 */
export const toOrder = (event: StateEvent, position: number): number => {
  if (isTerminalEvent(event)) return terminalBase - position;
  return ('attempt' in event ? event.attempt : 0) * attemptWidth + phase(event);
};

const toState = (event: StateEvent, position: number): CommandState => {
  const base = { at: event.at, position };
  if (event.type === 'accepted') {
    const runAt = event.command.runAt;
    const waits = runAt !== undefined && runAt > event.at;
    return {
      ...base,
      status: waits ? 'scheduled' : 'queued',
      attempt: 0,
      ...(waits && { nextAttemptAt: runAt }),
    };
  }
  const { attempt, worker, startedAt } = event;
  const ran = { ...base, attempt, worker, startedAt };
  switch (event.type) {
    case 'started':
      return { ...ran, status: 'running' };
    case 'progress':
      return {
        ...ran,
        status: 'running',
        progress: { percent: event.percent, ...(event.message !== undefined && { message: event.message }) },
      };
    case 'retrying':
      return { ...ran, status: 'retrying', error: event.error, nextAttemptAt: event.nextAttemptAt };
    case 'completed':
      return {
        ...ran,
        status: 'completed',
        finishedAt: event.at,
        ...(event.resultRef ? { resultRef: event.resultRef } : { result: event.result }),
      };
    case 'failed':
      return { ...ran, status: 'failed', finishedAt: event.at, error: event.error };
    case 'canceled':
      return { ...ran, status: 'canceled', finishedAt: event.at, reason: event.reason };
    default:
      return event satisfies never;
  }
};

/** The row that one event alone makes. */
export const toRow = (event: StateEvent, position: number): CommandRow => ({
  id: event.id,
  order: toOrder(event, position),
  state: toState(event, position),
  ...('command' in event && { command: event.command }),
});

/** Joins what two sets of events of one command say. */
export const mergeRows = (left: CommandRow, right: CommandRow): CommandRow => {
  const latest = right.order > left.order ? right : left;
  const command = left.command ?? right.command;
  return {
    id: left.id,
    order: latest.order,
    state: latest.state,
    ...(command && { command }),
  };
};
