import { setTimeout as wait } from 'node:timers/promises';
import type { textProcess } from '@signalbox/shared/commands/text-process';
import type { Handler } from './handler.ts';

type Operation = Parameters<Handler<typeof textProcess>>[0]['operation'];

const countWords = (text: string): number => text.split(/\s+/u).filter((word) => word !== '').length;

/** Reverses by what a reader takes for a character, so that accents and emoji stay whole. */
const reverse = (text: string): string =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
    .toReversed()
    .join('');

const apply = (text: string, operation: Operation): { processed_text: string; word_count?: number } => {
  switch (operation) {
    case 'uppercase':
      return { processed_text: text.toUpperCase() };
    case 'lowercase':
      return { processed_text: text.toLowerCase() };
    case 'reverse':
      return { processed_text: reverse(text) };
    case 'word_count': {
      const count = countWords(text);
      return { processed_text: `Word count: ${count}`, word_count: count };
    }
    default:
      return operation satisfies never;
  }
};

export const processText: Handler<typeof textProcess> = async (
  { text, operation, delay_seconds },
  context,
) => {
  const startedAt = performance.now();
  if (delay_seconds) await wait(delay_seconds * 1_000, undefined, { signal: context.signal });
  return {
    success: true,
    original_text: text,
    ...apply(text, operation),
    processing_time: (performance.now() - startedAt) / 1_000,
  };
};
