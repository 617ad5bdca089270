import type { CommandRow } from '@signalbox/shared/events/fold';
import type { HistoryItem } from '@signalbox/shared/http/command-view';

export interface HistoryRow {
  /** The same event twice has the same id, and is kept once. */
  id: [command: string, attempt: number, type: string];
  item: HistoryItem;
}

/** A row that is not written yet, with the messages that wait for it. */
export interface PendingRow {
  row: CommandRow;
  /** Monotonic ms. */
  since: number;
  history: HistoryRow[];
  messages: HeldMessage[];
}

/** A message is acknowledged when the last of its rows is written. */
export interface HeldMessage {
  acknowledge: () => void;
  /** Rows of it that are not written yet. */
  open: number;
  events: number;
}

/** What is written in one go. */
export type Batch = PendingRow[];
