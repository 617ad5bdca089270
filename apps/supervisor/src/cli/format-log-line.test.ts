import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { formatLogLine } from './format-log-line.ts';

const at = '2026-11-24T10:00:00.000Z';
const format = (line: string) => stripVTControlCharacters(formatLogLine({ line, at }));
const clock = new Date(at).toTimeString().slice(0, 8);

test('shows a record as time, level, message and fields', () => {
  const record = {
    level: 40,
    time: at,
    service: 'worker',
    pid: 1,
    msg: 'slow',
    waitMs: 12,
    queue: 'default',
  };
  expect(format(JSON.stringify(record))).toBe(`${clock} warn  slow waitMs=12 queue=default`);
});

test('shows the stack of an error below it', () => {
  const record = {
    level: 50,
    time: at,
    msg: 'failed',
    err: { message: 'no', stack: 'Error: no\n    at here' },
  };
  expect(format(JSON.stringify(record))).toBe(`${clock} error failed\n    Error: no\n        at here`);
});

test('leaves anything else as it is', () => {
  expect(format('[1] nats: ready')).toBe(`${clock} [1] nats: ready`);
  expect(format('{"half":')).toBe(`${clock} {"half":`);
});
