import type { CommandEvent } from '../events/command-event.ts';
import type { HistoryItem } from './command-view.ts';

type Facts = Pick<HistoryItem, 'error' | 'waitMs' | 'nextAttemptAt' | 'result' | 'reason' | 'progress'>;

const toFacts = (event: CommandEvent): Facts => {
  switch (event.type) {
    case 'progress':
      return {
        progress: { percent: event.percent, ...(event.message !== undefined && { message: event.message }) },
      };
    case 'retrying':
      return {
        error: event.error,
        waitMs: event.waitMs,
        nextAttemptAt: new Date(event.nextAttemptAt).toISOString(),
      };
    case 'completed':
      return { result: event.result };
    case 'failed':
      return { error: event.error };
    case 'canceled':
      return { reason: event.reason };
    default:
      return {};
  }
};

/**
 * An event as the API shows it.
 * @param seq its place in the stream, from `toPosition`
 */
export const toHistoryItem = (event: CommandEvent, seq: number): HistoryItem => ({
  seq,
  id: event.id,
  type: event.type,
  at: new Date(event.at).toISOString(),
  attempt: 'attempt' in event ? event.attempt : 0,
  ...('command' in event && { name: event.command.name, queue: event.command.queue }),
  ...('worker' in event && { worker: event.worker, startedAt: new Date(event.startedAt).toISOString() }),
  ...toFacts(event),
});
