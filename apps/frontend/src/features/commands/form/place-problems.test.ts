import type { Problem } from '@signalbox/shared/http/problem';
import { expect, test } from 'vitest';
import { placeProblems } from './place-problems.ts';

const problemOf = (...errors: [pointer: string, detail: string][]): Problem => ({
  type: 'about:blank',
  title: 'The input breaks the command’s schema',
  status: 422,
  detail: 'See errors.',
  code: 'command.invalid_input',
  requestId: 'r',
  errors: errors.map(([pointer, detail]) => ({ pointer, detail })),
});

const names = ['input.numbers', 'input.text', 'input.queue', 'queue', 'tags', 'retry.maxAttempts'];

test('A broken rule lands at its field, with the place inside a list', () => {
  const placed = placeProblems(
    problemOf(['/input/text', 'too long'], ['/input/numbers/1', 'not a number']),
    names,
  );
  expect(placed).toEqual({
    byField: { 'input.text': 'too long', 'input.numbers': '2: not a number' },
    others: [],
  });
});

test('Options are found by their path', () => {
  const placed = placeProblems(
    problemOf(['/retry/maxAttempts', 'at most 100'], ['/tags/0', 'too short']),
    names,
  );
  expect(placed.byField).toEqual({ 'retry.maxAttempts': 'at most 100', tags: '1: too short' });
});

test('A field of the input and an option may have the same name', () => {
  const placed = placeProblems(
    problemOf(['/input/queue', 'of the input'], ['/queue', 'of the command']),
    names,
  );
  expect(placed.byField).toEqual({ 'input.queue': 'of the input', queue: 'of the command' });
});

test('What belongs nowhere is kept, with its pointer', () => {
  expect(
    placeProblems(problemOf(['/input/none', 'unknown key'], ['', 'nothing fits']), names).others,
  ).toEqual(['/input/none: unknown key', 'nothing fits']);
});

test('A problem without places is told as it is', () => {
  expect(placeProblems(problemOf(), names).others).toEqual(['See errors.']);
});

test('Only the first broken rule of a field is shown', () => {
  expect(
    placeProblems(problemOf(['/input/text', 'first'], ['/input/text', 'second']), names).byField[
      'input.text'
    ],
  ).toBe('first');
});
