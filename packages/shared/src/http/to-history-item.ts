import type { CommandEvent, LogLine } from '../events/command-event.ts';
import type { HistoryItem } from './command-view.ts';

type Facts = Pick<
  HistoryItem,
  'error' | 'waitMs' | 'nextAttemptAt' | 'result' | 'resultBytes' | 'reason' | 'progress' | 'lines'
>;

const toLine = ({ at, ...line }: LogLine) => ({ at: new Date(at).toISOString(), ...line });

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
      return event.resultRef ? { resultBytes: event.resultRef.bytes } : { result: event.result };
    case 'failed':
      return { error: event.error };
    case 'log':
      return { lines: event.lines.map(toLine) };
    case 'deleted':
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
  ...('worker' in event && { worker: event.worker }),
  ...('startedAt' in event && { startedAt: new Date(event.startedAt).toISOString() }),
  ...toFacts(event),
});
