import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, type ListedBy } from './cursor.ts';

const after = '01JD0000000000000000000000';
const failed: ListedBy = { sort: '-submittedAt', statuses: ['failed'], name: 'text.process' };

const findDetail = (text: string, list: ListedBy): unknown => {
  try {
    return decodeCursor(text, list);
  } catch (error) {
    return error instanceof Error && 'errors' in error ? error.errors : error;
  }
};

test('a cursor leads back to where its page ended, however its filters are ordered', () => {
  const again: ListedBy = { name: 'text.process', statuses: ['failed'], sort: '-submittedAt' };
  expect(decodeCursor(encodeCursor(after, failed), again)).toBe(after);
});

test('the values of a filter are a set', () => {
  const late = { path: 'b', value: 2 };
  const early = { path: 'a', value: '1' };
  const list: ListedBy = { sort: '-submittedAt', statuses: ['failed', 'canceled'], input: [late, early] };
  const again: ListedBy = { sort: '-submittedAt', statuses: ['canceled', 'failed'], input: [early, late] };
  expect(decodeCursor(encodeCursor(after, list), again)).toBe(after);
});

test('a cursor of the other order, or of other filters, is refused', () => {
  const cursor = encodeCursor(after, failed);
  expect(findDetail(cursor, { ...failed, sort: 'submittedAt' })).toEqual([
    { pointer: '/query/cursor', detail: expect.stringContaining('sort=-submittedAt') },
  ]);
  for (const other of [
    { ...failed, name: 'data.analyze' },
    { ...failed, tag: 'a' },
  ])
    expect(findDetail(cursor, other)).toEqual([
      { pointer: '/query/cursor', detail: expect.stringContaining('other filters') },
    ]);
});

test.each(['', 'rubbish', 'e30', '%%%'])('%j is no cursor', (text) => {
  expect(findDetail(text, { sort: '-submittedAt' })).toEqual([
    { pointer: '/query/cursor', detail: expect.stringContaining('unchanged') },
  ]);
});
