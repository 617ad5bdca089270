import { commandStatuses } from '@signalbox/shared/status/status';
import { expect, test } from 'vitest';
import { statusWords, toStatuses } from './status-words.ts';

test('every state has a word of the original, and every word leads back to its states', () => {
  expect(new Set(Object.values(statusWords))).toEqual(
    new Set(['new', 'running', 'completed', 'failed', 'canceled']),
  );
  for (const status of commandStatuses) expect(toStatuses(statusWords[status])).toContain(status);
});

test('submitted and queued are other words for new', () => {
  for (const word of ['submitted', 'queued']) expect(toStatuses(word)).toEqual(toStatuses('new'));
});
