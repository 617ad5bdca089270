import { CborCodec } from 'surrealdb';
import { expect, test } from 'vitest';
import { isFailure, toFailure, toResponse } from './rpc-response.ts';

const codec = CborCodec.DEFAULT;
const id = codec.encode('7');

test('a result travels under its id', () => {
  expect(codec.decode(toResponse(id, codec.encode([{ status: 'OK', result: [1] }])))).toEqual({
    id: '7',
    result: [{ status: 'OK', result: [1] }],
  });
});

test('an error takes the place of the result', () => {
  const failure = toFailure({ code: -32_000, kind: 'NotFound', message: 'Session not found' });
  expect(codec.decode(toResponse(id, failure))).toEqual({
    id: '7',
    error: { code: -32_000, kind: 'NotFound', message: 'Session not found' },
  });
});

test('a result that merely has an error in it is a result', () => {
  expect(isFailure(codec.encode({ error: 'a text' }))).toBe(false);
  expect(isFailure(codec.encode([{ error: { code: 1 } }]))).toBe(false);
  expect(isFailure(codec.encode({ error: { code: 1 }, id: 'row' }))).toBe(false);
});

test('a message without an id has only its result', () => {
  expect(codec.decode(toResponse(undefined, codec.encode({ action: 'CREATE' })))).toEqual({
    result: { action: 'CREATE' },
  });
});
