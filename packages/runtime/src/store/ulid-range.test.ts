import { newCommandId } from '../ids.ts';
import { expect, test } from 'vitest';
import { firstIdAt } from './ulid-range.ts';

test('an id lies between the first ids of its moment and the next', () => {
  const before = Date.now();
  const id = newCommandId();
  const after = Date.now();
  expect(firstIdAt(before) <= id).toBe(true);
  expect(id < firstIdAt(after + 1)).toBe(true);
});
