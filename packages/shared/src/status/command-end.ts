import type { CommandError } from '../errors/command-error.ts';
import type { ResultRef } from '../events/command-event.ts';

/** How a command ended: what a worker tells the parent's, and what the recorder answers a worker that asks. */
export interface CommandEnd {
  id: string;
  status: 'completed' | 'failed' | 'canceled';
  result?: unknown;
  /** Where the result lies if it is too large to be told. */
  resultRef?: ResultRef;
  /** Of a canceled command, with the reason as its message. */
  error?: CommandError;
}

/** The reason of a cancel in the form of an error. */
export const toCanceledError = (reason: string): CommandError => ({
  code: 'command.canceled',
  message: reason,
  retryable: false,
});
