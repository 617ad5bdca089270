import { expect, test } from 'vitest';
import {
  applyEvents,
  dropMismatched,
  hasUnknown,
  mergeHead,
  newerThan,
  type CommandPages,
} from './command-pages.ts';
import { at, sampleItem, sampleView } from './sample-command.ts';

const idOf = (number: number): string => `01M86YAFHGANN3S24D${String(number).padStart(8, '0')}`;
const row = (number: number) => sampleView({ id: idOf(number) });
const pagesOf = (...pages: number[][]): CommandPages => ({
  pages: pages.map((numbers) => ({ items: numbers.map(row), nextCursor: 'more' })),
  pageParams: pages.map(() => undefined),
});
const ids = ({ pages }: CommandPages) =>
  pages.flatMap(({ items }) => items.map(({ id }) => Number(id.slice(-8))));

test('An event changes its row and leaves the other pages as they are', () => {
  const pages = pagesOf([4, 3], [2, 1]);
  const next = applyEvents(pages, [sampleItem({ id: idOf(3), at: at(50) })]);
  expect(next.pages[0]?.items[1]?.status).toBe('running');
  expect(next.pages[1]).toBe(pages.pages[1]);
});

test('Events about other commands change nothing, and are noticed', () => {
  const pages = pagesOf([4, 3]);
  const events = [sampleItem({ id: idOf(9) })];
  expect(applyEvents(pages, events)).toBe(pages);
  expect(hasUnknown(pages, events)).toBe(true);
  expect(hasUnknown(pages, [sampleItem({ id: idOf(4) })])).toBe(false);
});

test('New commands go on top, and known ones are renewed', () => {
  const head = { items: [row(6), row(5), { ...row(4), status: 'running' as const }], nextCursor: 'more' };
  const next = mergeHead(pagesOf([4, 3], [2, 1]), head);
  expect(ids(next)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(next.pages[0]?.items[2]?.status).toBe('running');
});

test('A head that does not reach the known rows starts the list again, so that no row is missing unseen', () => {
  const head = { items: [row(90), row(89)], nextCursor: 'more' };
  expect(ids(mergeHead(pagesOf([4, 3], [2, 1]), head))).toEqual([90, 89]);
});

test('A complete head that shares nothing with an empty list is taken whole', () => {
  expect(ids(mergeHead(pagesOf([]), { items: [row(1)] }))).toEqual([1]);
});

test('Newer commands are counted without being shown', () => {
  expect(newerThan(pagesOf([4, 3]), { items: [row(6), row(4)] })).toHaveLength(1);
});

test('Rows that left the filtered status go', () => {
  const pages = applyEvents(pagesOf([4, 3]), [sampleItem({ id: idOf(3) })]);
  expect(ids(dropMismatched(pages, ['queued']))).toEqual([4]);
  expect(dropMismatched(pages, [])).toBe(pages);
});
