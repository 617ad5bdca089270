import type { CommandRow } from '@signalbox/shared/events/fold';
import { expect, test } from 'vitest';
import { compareRows } from './compare-rows.ts';

const row = (id: string, status: 'completed' | 'failed'): CommandRow => ({
  id,
  order: 1,
  state: { status, attempt: 1, at: 1, position: 1 },
});

test('the same rows do not differ, though one side leaves out what is undefined', () => {
  const stored = new Map([['a', row('a', 'completed')]]);
  const withNothing = row('a', 'completed');
  const rebuilt = new Map([['a', { ...withNothing, state: { ...withNothing.state, result: undefined } }]]);
  expect(compareRows(stored, rebuilt)).toEqual([]);
});

test('another state, a row too few and a row too many differ', () => {
  const stored = new Map([
    ['a', row('a', 'completed')],
    ['b', row('b', 'completed')],
  ]);
  const rebuilt = new Map([
    ['a', row('a', 'failed')],
    ['c', row('c', 'completed')],
  ]);
  expect(compareRows(stored, rebuilt)).toHaveLength(3);
});
