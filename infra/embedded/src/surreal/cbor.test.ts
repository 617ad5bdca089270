import { CborCodec } from 'surrealdb';
import { expect, test } from 'vitest';
import { CborError, findEntries, readText } from './cbor.ts';

const codec = CborCodec.DEFAULT;

test('finds entries behind values of every kind', () => {
  const frame = codec.encode({
    a: [1, -70_000, 2.5, null, true, { deep: [new Date(0), 'x'.repeat(300)] }],
    b: new Uint8Array(70_000),
    c: 'found',
  });
  const { c, missing } = findEntries(frame, ['c', 'missing']);
  expect(missing).toBeUndefined();
  expect(c && readText(frame, c)).toBe('found');
});

test('a frame that ends early is a CborError wherever it is cut', () => {
  const frame = codec.encode({ id: '1', method: 'query', params: ['RETURN $x', { x: [1, 'two', 3.5] }] });
  for (let length = 0; length < frame.length; length += 1) {
    expect(() => findEntries(frame.subarray(0, length), ['absent'])).toThrow(CborError);
  }
});

test.each([
  ['an array', '8101'],
  ['a length that the frame does not have', 'a1616bbb00ffffffffffffff'],
  ['a key that is a number', 'a10102'],
  ['an indefinite length', 'bf6161 01ff'.replace(' ', '')],
])('%s is a CborError', (_, hex) => {
  expect(() => findEntries(Buffer.from(hex, 'hex'), ['k', 'l'])).toThrow(CborError);
});
