import type { FieldProblem } from '@signalbox/shared/errors/app-error';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const escapeToken = (token: PropertyKey): string => String(token).replaceAll('~', '~0').replaceAll('/', '~1');

/** RFC 6901, with `prefix` such as `/input` in front. */
const toPointer = (prefix: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((pointer, token) => `${pointer}/${escapeToken(token)}`, prefix);

const readAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, token) => (typeof value === 'object' && value !== null ? Reflect.get(value, token) : undefined),
    data,
  );

const articles: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

const nameKind = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : (articles[typeof value] ?? typeof value);
};

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'items', set: 'items' };

const formats: Readonly<Record<string, string>> = {
  datetime: 'an ISO-8601 time with zone, such as 2026-01-31T08:30:00Z',
  url: 'a URL such as https://example.org/path',
  int: 'a whole number',
};

const describeBound = (issue: { origin: string; bound: unknown }, word: 'least' | 'most'): string => {
  const unit = units[issue.origin];
  return unit
    ? `must have at ${word} ${String(issue.bound)} ${unit}`
    : `must be at ${word} ${String(issue.bound)}`;
};

const describeChoice = (values: readonly unknown[], found: unknown): string => {
  const choices = values.map((value) => JSON.stringify(value)).join(', ');
  if (found === undefined) return `is required: give one of ${choices}`;
  return `must be one of ${choices}; it is ${(JSON.stringify(found) ?? '').slice(0, 60)}`;
};

const describeType = (expected: string, found: unknown): string => {
  if (expected === 'nonoptional') return 'is required';
  const wanted = articles[expected] ?? expected;
  if (found === undefined) return `is required: give ${wanted}`;
  if (expected === 'int' && typeof found === 'number') return 'must be a whole number';
  return `must be ${wanted}, not ${Number.isNaN(found) ? 'text that is no number' : nameKind(found)}`;
};

const describe = (issue: Issue, found: unknown): string => {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, found);
    case 'invalid_value':
      return describeChoice(issue.values, found);
    case 'too_small':
      return describeBound({ origin: issue.origin, bound: issue.minimum }, 'least');
    case 'too_big':
      return describeBound({ origin: issue.origin, bound: issue.maximum }, 'most');
    case 'invalid_format':
      return formats[issue.format] === undefined ? issue.message : `must be ${formats[issue.format]}`;
    default:
      return issue.message;
  }
};

const unknownFields = (issue: Issue & { code: 'unrecognized_keys' }, prefix: string): FieldProblem[] =>
  issue.keys.map((key) => ({
    pointer: toPointer(prefix, [...issue.path, key]),
    detail: 'is not known here: remove it or correct its name',
  }));

/** What a schema found wrong, each with its place, the rule and what would be right. */
export const toFieldProblems = (
  issues: readonly Issue[],
  { data, prefix }: { data: unknown; prefix: string },
): FieldProblem[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? unknownFields(issue, prefix)
      : [{ pointer: toPointer(prefix, issue.path), detail: describe(issue, readAt(data, issue.path)) }],
  );
