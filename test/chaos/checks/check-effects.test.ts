import { expect, test } from 'vitest';
import type { Effect } from '../../harness/effect-server.ts';
import { checkEffects } from './check-effects.ts';

const call = (receipt: string, begunAt: number): Effect => ({
  commandId: 'c',
  step: 1,
  receipt,
  begunAt,
  arrivedAt: begunAt,
});
const checkpoint = (receipt: string, atMs?: number) =>
  new Map([['c', new Map([[1, { receipt, ...(atMs !== undefined && { atMs }) }]])]]);

test('a call whose process died before the checkpoint is a repeat, not a duplicate', () => {
  const counts = checkEffects([call('first', 1), call('second', 5)], checkpoint('second', 6));
  expect(counts).toEqual({ calls: 2, steps: 1, repeats: 1, duplicates: [] });
});

test('a call after the checkpoint is a duplicate effect', () => {
  const counts = checkEffects([call('first', 1), call('second', 5)], checkpoint('first', 2));
  expect(counts.duplicates).toHaveLength(1);
});

test('two that ran at the same time before either stored its checkpoint are repeats', () => {
  const counts = checkEffects([call('first', 1), call('second', 5)], checkpoint('first', 6));
  expect(counts).toMatchObject({ repeats: 1, duplicates: [] });
});

test('where nobody saw the checkpoint stored, its call counts as the moment', () => {
  const counts = checkEffects([call('first', 1), call('second', 5)], checkpoint('first'));
  expect(counts.duplicates).toHaveLength(1);
});

test('a checkpoint that belongs to no call is told', () => {
  expect(checkEffects([call('first', 1)], checkpoint('other')).duplicates).toHaveLength(1);
});
