import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packEvents, toJsonBytes, unpackEvents } from './event-payload.ts';

const toBytes = (payload: string | Uint8Array): Uint8Array =>
  typeof payload === 'string' ? Buffer.from(payload) : payload;

test('a short message stays text', () => {
  expect(packEvents('[{"type":"accepted"}]')).toBe('[{"type":"accepted"}]');
});

test.each([
  ['short', '[{"a":"grüße 你好 🙂"}]'],
  [
    'long',
    JSON.stringify(
      Array.from({ length: 300 }, (_, index) => ({ type: 'completed', id: index, text: '你好' })),
    ),
  ],
])('a %s message comes back as it was, and its length is known before it is read', (_, json) => {
  const data = toBytes(packEvents(json));
  expect(unpackEvents(data)).toBe(json);
  expect(toJsonBytes(data)).toBe(Buffer.byteLength(json));
});

test("an event as large as a server of one's own may take is read too", () => {
  const json = JSON.stringify([{ type: 'accepted', text: 'x'.repeat(9_000_000) }]);
  expect(unpackEvents(toBytes(packEvents(json)))).toHaveLength(json.length);
});

test('the events of a batch take a fraction of their bytes', () => {
  const json = JSON.stringify(
    Array.from({ length: 200 }, (_, index) => ({ type: 'completed', id: `01J${index}` })),
  );
  expect(packEvents(json).length).toBeLessThan(json.length / 4);
});

test.each([
  ['neither JSON nor zipped', Buffer.from('hello'), /header/],
  ['nothing', Buffer.alloc(0), /unexpected end/],
  ['cut off', gzipSync('x'.repeat(10_000)).subarray(0, 20), /unexpected end/],
  ['longer than any writer makes it', gzipSync('x'.repeat(70_000_000)), /larger than/],
])('a message that is %s is refused', (_, data, reason) => {
  expect(() => unpackEvents(data)).toThrow(reason);
});
