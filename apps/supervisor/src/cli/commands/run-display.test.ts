import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { expect, test } from 'vitest';
import { createRunDisplay } from './run-display.ts';

const item = (type: HistoryItem['type'], more: Partial<HistoryItem> = {}): HistoryItem => ({
  seq: 1,
  id: '01J00000000000000000000000',
  type,
  at: '2026-01-31T08:00:00.000Z',
  attempt: 1,
  ...more,
});

const clear = '\r\u001B[2K';

const show = (...items: HistoryItem[]): string => {
  let written = '';
  const write = (text: string): boolean => {
    written += text;
    return true;
  };
  const display = createRunDisplay({ write, columns: 80 });
  for (const one of items) display.show(one);
  display.end();
  return written;
};

test('one line changes, and is gone at the end', () => {
  const written = show(item('started', { worker: 'w' }), item('progress', { progress: { percent: 42.4 } }));
  expect(written.split(clear)).toEqual(['', 'queued', 'running on w', '42 %', '']);
});

test('what the handler logs stays above it', () => {
  const lines = [
    { at: '2026-01-31T08:00:00.000Z', level: 'warn' as const, message: 'odd', fields: { n: 1 } },
  ];
  expect(show(item('log', { lines }))).toContain(`${clear}warn  odd {"n":1}\n${clear}queued`);
});

test('an attempt that failed tells why, and when the next one is', () => {
  const error = { code: 'handler.failed', message: 'no luck', retryable: true };
  expect(show(item('retrying', { error, waitMs: 2_000 }))).toContain('no luck; next attempt in 2.0 s');
});
