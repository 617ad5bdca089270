import { expect, test } from 'vitest';
import { summarize } from './summarize.ts';

test('The telling field comes first, without the noise of a protocol', () => {
  expect(summarize({ method: 'GET', url: 'https://example.org/a' })).toBe('example.org/a, method GET');
});

test('Lists and objects are counted, not spelled out', () => {
  expect(summarize({ numbers: [3, 1, 4], headers: { a: 1 } })).toBe('numbers 3 values, headers 1 field');
});

test('Numbers are told to three decimals', () => {
  expect(summarize({ durationMs: 4010.518_282_999 })).toBe('durationMs 4010.518');
});

test('Nothing gives nothing', () => {
  expect([{}, undefined, null].map(summarize)).toEqual(['', '', '']);
});

test('What is shown beside it is not told again, and flags come last', () => {
  const result = { success: true, original_text: 'a b', processed_text: 'A B', word_count: 2 };
  expect(summarize(result, { text: 'a b' })).toBe('processed_text A B, word_count 2, success true');
});

test('A long text is cut', () => {
  expect(summarize({ text: 'a'.repeat(5_000) }).length).toBeLessThan(200);
});
