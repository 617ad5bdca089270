import { expect, test } from 'vitest';
import type { HistoryItem } from './command-view.ts';
import { mergeHistory } from './merge-history.ts';

const item = (seq: number, type: HistoryItem['type'] = 'progress'): HistoryItem => ({
  seq,
  id: '01J00000000000000000000000',
  type,
  at: '2026-01-31T08:00:00.000Z',
  attempt: 1,
});

test('items from the stream and from a reading are told apart by their number', () => {
  expect(mergeHistory([item(1), item(3)], [item(2), item(3)]).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('the order of arrival does not matter', () => {
  expect(mergeHistory([item(3)], [item(1)])).toEqual(mergeHistory([item(1)], [item(3)]));
});

test('a command is accepted first and once, even if a fast worker reported before that was stored', () => {
  const merged = mergeHistory([item(0, 'accepted'), item(7, 'retrying')], [item(9, 'accepted')]);
  expect(merged.map(({ seq, type }) => [seq, type])).toEqual([
    [9, 'accepted'],
    [7, 'retrying'],
  ]);
});
