import type { HistoryItem } from '@signalbox/shared/http/command-view';

/** All items of both, each once, in the order of the stream; a later reading of an item replaces the earlier one. */
export const mergeHistory = (known: readonly HistoryItem[], more: readonly HistoryItem[]): HistoryItem[] => {
  const bySeq = new Map([...known, ...more].map((item) => [item.seq, item]));
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
};
