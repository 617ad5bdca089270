import type { HistoryItem, LogLine } from '@signalbox/shared/http/command-view';
import type { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';

/** A place in a command's log: of an attempt, the n-th event, and in it the line. */
export interface LogPlace {
  attempt: number;
  n: number;
  line: number;
}

/** One line of a command's log. */
export type FoundLine = LogLine & { attempt: number; place: LogPlace };

interface Found {
  id: RecordId<string, [command: string, attempt: number, n: number]>;
  item: string;
}

const toLines = ({ id, item }: Found): FoundLine[] => {
  const [, attempt, n] = id.id;
  // What the recorder wrote is a history item.
  const { lines = [] } = JSON.parse(item) as HistoryItem;
  return lines.map((entry, line) => Object.assign(entry, { attempt, place: { attempt, n, line } }));
};

const isAfter = (place: LogPlace, after: LogPlace): boolean =>
  place.attempt > after.attempt || place.n > after.n || place.line > after.line;

/**
 * Up to `limit` lines that a command's handler logged, in order, after a place.
 * @throws AppError `store.unavailable`
 */
export const findLog = async (
  store: Store,
  { id, after, limit }: { id: string; after?: LogPlace; limit: number },
): Promise<FoundLine[]> => {
  // An event has a line at least, so as many events as lines are enough.
  const [found] = await store.query<[Found[]]>(
    'SELECT id, item FROM type::record("command_log", [$id, $attempt, $n]..[$id, $end]) LIMIT $limit',
    { id, attempt: after?.attempt ?? 0, n: after?.n ?? 0, end: Number.MAX_SAFE_INTEGER, limit: limit + 1 },
  );
  return found
    .flatMap(toLines)
    .filter(({ place }) => after === undefined || isAfter(place, after))
    .slice(0, limit);
};
