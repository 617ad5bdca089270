import { expect, test } from 'vitest';
import { nearNames } from './near-names.ts';

const known = ['system.ping', 'text.process', 'data.analyze', 'demo.slow'];

test('finds names a few edits away, nearest first', () => {
  expect(nearNames('text.proces', known)).toEqual(['text.process']);
  expect(nearNames('sytem.pong', known)).toEqual(['system.ping']);
  expect(nearNames('demo.slw', ['demo.show', 'demo.slow'])).toEqual(['demo.slow', 'demo.show']);
});

test('finds names that hold what was written', () => {
  expect(nearNames('ping', known)).toEqual(['system.ping']);
});

test('suggests nothing that is far away', () => {
  expect(nearNames('wholly.unrelated.name', known)).toEqual([]);
});

test('copes with a very long name', () => {
  expect(nearNames('x'.repeat(100_000), known)).toEqual([]);
});
