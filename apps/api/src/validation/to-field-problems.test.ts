import { submitSchema } from '@signalbox/shared/http/submit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toFieldProblems } from './to-field-problems.ts';

const findProblems = (schema: z.ZodType, data: unknown, prefix = '') => {
  const parsed = schema.safeParse(data);
  return parsed.success ? [] : toFieldProblems(parsed.error.issues, { data, prefix });
};

test('a missing field is called required, with what to give', () => {
  expect(findProblems(submitSchema, { input: {} })).toEqual([
    { pointer: '/name', detail: 'is required: give a string' },
  ]);
});

test('a wrong type names both types', () => {
  expect(findProblems(z.object({ text: z.string() }), { text: 5 }, '/input')).toEqual([
    { pointer: '/input/text', detail: 'must be a string, not a number' },
  ]);
  expect(findProblems(submitSchema, { name: 'a' })).toEqual([{ pointer: '/input', detail: 'is required' }]);
  expect(findProblems(submitSchema, [])).toEqual([
    { pointer: '', detail: 'must be an object, not an array' },
  ]);
});

test('a wrong choice names the choices and what was given', () => {
  expect(findProblems(submitSchema, { name: 'a', input: {}, priority: 'urgent' })).toEqual([
    { pointer: '/priority', detail: 'must be one of "high", "normal", "low"; it is "urgent"' },
  ]);
});

test('bounds say the bound and its unit', () => {
  const schema = z.object({ list: z.array(z.int().min(3)).min(2), text: z.string().max(2) });
  expect(findProblems(schema, { list: [1], text: 'abc' })).toEqual([
    { pointer: '/list/0', detail: 'must be at least 3' },
    { pointer: '/list', detail: 'must have at least 2 items' },
    { pointer: '/text', detail: 'must have at most 2 characters' },
  ]);
});

test('each unknown field has its own pointer, escaped', () => {
  expect(findProblems(z.strictObject({}), { 'a/b': 1, 'c~d': 2 })).toEqual([
    { pointer: '/a~1b', detail: 'is not known here: remove it or correct its name' },
    { pointer: '/c~0d', detail: 'is not known here: remove it or correct its name' },
  ]);
});

test('a fraction where a whole number is due', () => {
  expect(findProblems(z.object({ n: z.int() }), { n: 1.5 })).toEqual([
    { pointer: '/n', detail: 'must be a whole number' },
  ]);
});

test('text that is no number', () => {
  expect(findProblems(z.object({ n: z.coerce.number() }), { n: 'abc' }, '/query')).toMatchObject([
    { pointer: '/query/n' },
  ]);
});

test('a time says which form it needs', () => {
  expect(findProblems(submitSchema, { name: 'a', input: {}, runAt: 'tomorrow' })).toEqual([
    { pointer: '/runAt', detail: 'must be an ISO-8601 time with zone, such as 2026-01-31T08:30:00Z' },
  ]);
});

test('two fields that exclude each other', () => {
  const body = { name: 'a', input: {}, runAt: '2026-01-31T08:30:00Z', delayMs: 5 };
  expect(findProblems(submitSchema, body)).toEqual([
    { pointer: '/runAt', detail: 'give delayMs or runAt, not both' },
  ]);
});
