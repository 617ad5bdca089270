import type { CommandRow } from '@signalbox/shared/events/fold';
import type { HistoryItem } from '@signalbox/shared/http/command-view';

export interface HistoryRow {
  /** The same event twice has the same id, and is kept once. */
  id: [command: string, attempt: number, type: string];
  item: HistoryItem;
}

export interface LogRow {
  id: [command: string, attempt: number, n: number];
  /** JSON of a `HistoryItem`. */
  item: string;
}

/** What is not written yet of one command, with the messages that wait for it. */
export interface PendingRow {
  id: string;
  /** Undefined where nothing was heard of its state. */
  row: CommandRow | undefined;
  /** Monotonic ms. */
  since: number;
  history: HistoryRow[];
  /** Undefined for the many that log nothing. */
  log: LogRow[] | undefined;
  /** Epoch ms at which it was removed; whatever else is heard of it counts no more. */
  deletedAt: number | undefined;
  /** Heard from a message that was delivered before: the command may have been removed since. */
  isRepeated: boolean;
  messages: HeldMessage[];
}

/** A message is acknowledged when the last of its rows is written. */
export interface HeldMessage {
  acknowledge: () => void;
  /** Rows of it that are not written yet. */
  open: number;
  events: number;
  isRepeated: boolean;
}

/** What is written in one go. */
export type Batch = PendingRow[];
