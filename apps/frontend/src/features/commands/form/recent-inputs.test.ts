import { expect, test } from 'vitest';
import { readRecent, rememberRecent } from './recent-inputs.ts';

const createStore = () => {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
};

test('The latest input comes first and is kept once', () => {
  const store = createStore();
  for (const text of ['a', 'b', 'a']) rememberRecent(store, 'text.process', { text });
  expect(readRecent(store, 'text.process')).toEqual([{ text: 'a' }, { text: 'b' }]);
  expect(readRecent(store, 'other')).toEqual([]);
});

test('Five are kept', () => {
  const store = createStore();
  for (let n = 0; n < 9; n++) rememberRecent(store, 'x', { n });
  expect(readRecent(store, 'x')).toHaveLength(5);
});

test('What cannot be read counts as nothing', () => {
  const store = createStore();
  store.setItem('signalbox.recent.x', '{broken');
  expect(readRecent(store, 'x')).toEqual([]);
});
