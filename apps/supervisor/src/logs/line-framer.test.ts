import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineFramer, maxLineLength } from './line-framer.ts';

const frame = (chunks: Buffer[]): string[] => {
  const lines: string[] = [];
  const framer = new LineFramer((line) => lines.push(line));
  for (const chunk of chunks) framer.write(chunk);
  framer.end();
  return lines;
};

test('the lines are the same however the stream is cut, within characters too', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, '.'));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(50)), (lines, sizes) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks: Buffer[] = [];
      let at = 0;
      for (const size of sizes) chunks.push(bytes.subarray(at, (at += size)));
      chunks.push(bytes.subarray(at));
      expect(frame(chunks)).toEqual(lines);
    }),
  );
});

test('what has no line end at the end is a line too', () => {
  expect(frame([Buffer.from('a\r\nb')])).toEqual(['a', 'b']);
});

test('a line without end is cut, so that it cannot fill the memory', () => {
  const lines = frame([
    Buffer.alloc(maxLineLength, 'x'),
    Buffer.alloc(maxLineLength, 'x'),
    Buffer.from('y\nz\n'),
  ]);
  expect(lines.map((line) => line.length)).toEqual([maxLineLength, maxLineLength, 1, 1]);
});
