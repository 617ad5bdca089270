import type { HistoryItem } from './command-view.ts';

/** A command is accepted once, whatever number its announcement has. */
const toKey = ({ type, seq }: HistoryItem): string | number => (type === 'accepted' ? type : seq);

const isAccepted = ({ type }: HistoryItem): boolean => type === 'accepted';

/**
 * All items of one command from both readings, each once; a later reading of an item replaces the earlier one. In the
 * order of the stream, but for `accepted`: it comes first, although a fast worker's report may be stored before it.
 */
export const mergeHistory = (known: readonly HistoryItem[], more: readonly HistoryItem[]): HistoryItem[] => {
  const byKey = new Map([...known, ...more].map((item) => [toKey(item), item]));
  return [...byKey.values()].toSorted(
    (a, b) => Number(isAccepted(b)) - Number(isAccepted(a)) || a.seq - b.seq,
  );
};
