import { expect, test } from 'vitest';
import { toFingerprint } from './fingerprint.ts';

const at = (frames: string[]): string =>
  ['Error: it broke', ...frames.map((frame) => `    at ${frame}`)].join('\n');
const stack = at(['fetchPage (file:///app/apps/worker/src/handlers/fetch.ts:10:5)']);
const failure = { name: 'Error', code: 'handler.failed', message: 'it broke', stack };
const print = (changes: Partial<typeof failure>) => toFingerprint({ ...failure, ...changes });

test.each([
  ['numbers', 'row 17 of 20 is bad', 'row 3 of 2000 is bad'],
  ['times and sizes', 'took 1.5 s at 10:20:33', 'took 27.25 s at 09:01:59'],
  ['command ids', 'no 01J00000000000000000000000', 'no 01JDXYZ0000000000000000000'],
  ['UUIDs', 'no 5f0c2a4e-9d1b-4c5e-8f7a-0123456789ab', 'no 00000000-0000-4000-8000-000000000000'],
  ['hashes', 'commit 0fa3c21 is gone', 'commit deadbeef01 is gone'],
  ['quoted parts', 'no file "a b.txt"', 'no file "other.md"'],
  ['URLs', 'GET http://a.example/x?y=1 failed', 'GET https://b.example:8080/z failed'],
])('%s do not matter', (_, one, other) => {
  expect(print({ message: one })).toBe(print({ message: other }));
});

test('the line does not matter, nor what called the handler', () => {
  const moved = at([
    'fetchPage (file:///app/apps/worker/src/handlers/fetch.ts:99:1)',
    'run (file:///app/apps/worker/src/execution/run.ts:1:1)',
  ]);
  expect(print({ stack: moved })).toBe(print({}));
});

test('where the code is installed does not matter, nor what the handler called', () => {
  const elsewhere = at([
    'connect (node:net:1:1)',
    'async fetchPage (/home/me/worker/src/handlers/fetch.ts:10:5)',
  ]);
  expect(print({ stack: elsewhere })).toBe(print({}));
});

test.each([
  ['class', { name: 'TypeError' }],
  ['code', { code: 'http.try_later' }],
  ['message', { message: 'it bent' }],
  ['function', { stack: at(['other (file:///app/apps/worker/src/handlers/fetch.ts:10:5)']) }],
  ['file', { stack: at(['fetchPage (file:///app/apps/worker/src/handlers/other.ts:10:5)']) }],
])('another %s is another cause', (_, changes) => {
  expect(print(changes)).not.toBe(print({}));
});

test('an ordinary word of a message is kept although its letters could be a number', () => {
  expect(print({ message: 'the facade faded' })).not.toBe(print({ message: 'the decade faded' }));
  expect(print({ message: "it can't be, and won't" })).not.toBe(print({ message: "it can't do, and won't" }));
});
