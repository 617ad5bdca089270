import { expect, test } from 'vitest';
import { findNearestName } from './nearest-name.ts';

const names = ['nats', 'worker', 'health-aggregator', 'api'];

test.each([
  ['wroker', 'worker'],
  ['health', 'health-aggregator'],
  ['nat', 'nats'],
  ['zzz', undefined],
  ['redis', undefined],
])('%s → %s', (word, nearest) => {
  expect(findNearestName(word, names)).toBe(nearest);
});
