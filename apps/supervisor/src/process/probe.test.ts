import { expect, test } from 'vitest';
import { summarizeAnswer } from './probe.ts';

test('takes the reason that a service gives', () => {
  const body = JSON.stringify({ status: 'fail', reason: 'bus: not connected', failing: [] });
  expect(summarizeAnswer(503, body)).toBe('answers 503: bus: not connected');
});

test('takes one line of anything else', () => {
  expect(summarizeAnswer(500, '<p>\n  no\n</p>')).toBe('answers 500: <p> no </p>');
  expect(summarizeAnswer(503, 'x'.repeat(1_000))).toHaveLength('answers 503: '.length + 300);
});
