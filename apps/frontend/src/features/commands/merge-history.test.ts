import { expect, test } from 'vitest';
import { mergeHistory } from './merge-history.ts';
import { sampleItem } from './sample-command.ts';

const item = (seq: number) => sampleItem({ seq });

test('Items from the stream and from a reading are told apart by their number', () => {
  expect(mergeHistory([item(1), item(3)], [item(2), item(3)]).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('The order of arrival does not matter', () => {
  expect(mergeHistory([item(3)], [item(1)])).toEqual(mergeHistory([item(1)], [item(3)]));
});
