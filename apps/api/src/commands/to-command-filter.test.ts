import { expect, test } from 'vitest';
import { encodeCursor } from './cursor.ts';
import { toCommandFilter } from './to-command-filter.ts';

const id = '01JD0000000000000000000000';

const findErrors = (query: Record<string, unknown>): unknown => {
  try {
    toCommandFilter(query);
  } catch (error) {
    return error instanceof Error && 'errors' in error ? error.errors : error;
  }
  return undefined;
};

test('an empty query lists the newest', () => {
  expect(toCommandFilter({})).toEqual({ sort: '-submittedAt', limit: 50 });
});

test('reads every filter', () => {
  const list = {
    statuses: ['failed' as const, 'retrying' as const],
    name: 'text.process',
    queue: 'default',
    tag: 'a',
    traceId: 'b',
    parentId: id,
    fromMs: Date.UTC(2026, 0, 1),
    toMs: Date.UTC(2026, 0, 1, 23),
    text: 'hello',
    input: [
      { path: 'user.id', value: 123 },
      { path: 'code', value: '123' },
      { path: 'text', value: 'hello world' },
    ],
    sort: 'submittedAt' as const,
  };
  const query = {
    status: 'failed,retrying',
    name: 'text.process',
    queue: 'default',
    tag: 'a',
    traceId: 'b',
    parentId: id,
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-02T00:00:00+01:00',
    q: 'hello',
    sort: 'submittedAt',
    limit: '10',
    cursor: encodeCursor(id, list),
    'input.user.id': '123',
    'input.code': '"123"',
    'input.text': 'hello world',
  };
  expect(toCommandFilter(query)).toEqual({ ...list, limit: 10, afterId: id });
});

test('names each unknown parameter and what may have been meant', () => {
  expect(findErrors({ staus: 'failed', wholly_unknown: '1' })).toEqual([
    { pointer: '/query/staus', detail: 'is no parameter of this list: did you mean status?' },
    { pointer: '/query/wholly_unknown', detail: expect.stringContaining('known are status, name') },
  ]);
});

test.each([
  [{ status: 'failed,broken' }, '/query/status', '"broken" is none'],
  [{ limit: '0' }, '/query/limit', 'at least 1'],
  [{ limit: '201' }, '/query/limit', 'at most 200'],
  [{ limit: 'ten' }, '/query/limit', 'a number'],
  [{ from: 'yesterday' }, '/query/from', 'ISO-8601'],
  [{ 'input.a b': '1' }, '/query/input.a b', 'field names'],
  [{ 'input.a': ['1', '2'] }, '/query/input.a', 'once'],
  [{ cursor: 'rubbish' }, '/query/cursor', 'nextCursor'],
])('%j is refused at its place', (query, pointer, detail) => {
  expect(findErrors(query)).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
});

test('a time that ends before it begins is refused', () => {
  const query = { from: '2026-01-31T08:00:00Z', to: '2026-01-31T07:00:00Z' };
  expect(() => toCommandFilter(query)).toThrow('/query/to must not be before from');
});
