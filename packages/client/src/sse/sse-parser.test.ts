import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { createSseParser, type SseMessage } from './sse-parser.ts';

const parse = (...chunks: string[]): SseMessage[] => {
  const parser = createSseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

const message = (data: string, event = 'message', lastEventId = ''): SseMessage => ({
  event,
  data,
  lastEventId,
});

test('an event has a name, an id and data', () => {
  expect(parse('id: 7\nevent: command\ndata: {"a":1}\n\n')).toEqual([message('{"a":1}', 'command', '7')]);
});

test.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('lines may end with %s', (_, end) => {
  expect(parse(['data: a', 'data: b', '', 'data: c', '', ''].join(end))).toEqual([
    message('a\nb'),
    message('c'),
  ]);
});

test('a CR LF that is cut between two chunks is one line end', () => {
  expect(parse('data: a\r', '\ndata: b\r', '\n\r', '\n')).toEqual([message('a\nb')]);
});

test('comments are no part of an event, and an event without data is none', () => {
  expect(parse(': ping\n\nevent: command\n\ndata: a\n: in between\n\n')).toEqual([message('a')]);
});

test('data of several lines is joined by line feeds; of a space after the colon one is dropped', () => {
  expect(parse('data:one\ndata\ndata:  three\n\n')).toEqual([message('one\n\n three')]);
});

test('a byte order mark at the start is skipped, and is data elsewhere', () => {
  expect(parse('\uFEFFdata: a\n\ndata: \uFEFFb\n\n')).toEqual([message('a'), message('\uFEFFb')]);
});

test('an id stays for the events after it; one with a null character is no id', () => {
  expect(
    parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\n').map((found) => found.lastEventId),
  ).toEqual(['1', '1', '1']);
});

test('an event that is not finished is not handed on', () => {
  expect(parse('data: a\n\ndata: b\n')).toEqual([message('a')]);
});

test('retry and unknown fields make no event', () => {
  expect(parse('retry: 1000\nfoo: bar\n\n')).toEqual([]);
});

test('where the text is cut makes no difference', () => {
  const text = '\uFEFFretry: 5\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\n: x\n\nevent: e\rdata: c\r\rdata: d\n\n';
  assert(
    property(array(nat(text.length)), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
      expect(parse(...chunks)).toEqual(parse(text));
    }),
  );
});
