import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { expect, test } from 'vitest';
import { UniqueLives } from './unique-lives.ts';

const event = (type: 'accepted' | 'completed', id: string, at = 0) =>
  ({ type, id, at, command: { id, uniqueKey: 'key' } }) as unknown as CommandEvent;

const livesOf = (...events: CommandEvent[]): UniqueLives => {
  const lives = new UniqueLives();
  for (const [position, one] of events.entries()) lives.add(one, position);
  return lives;
};

test('one after another is as it is to be, though the word of a beginning comes late', () => {
  const lives = livesOf(
    event('completed', 'a'),
    event('accepted', 'a'),
    event('accepted', 'b'),
    event('completed', 'b'),
  );
  expect(lives.listOverlaps()).toEqual([]);
});

test('a second one before the end of the first is told', () => {
  const lives = livesOf(event('accepted', 'a'), event('accepted', 'b'), event('completed', 'a'));
  expect(lives.listOverlaps()).toHaveLength(1);
});

test('an answer with the unfinished command is right, one with a command of long ago or of another key is not', () => {
  const lives = livesOf(event('accepted', 'a'), event('completed', 'a', 1_000));
  const answer = { id: 'a', uniqueKey: 'key', sentAt: 900 };
  expect(lives.listWrongAnswers([answer])).toEqual([]);
  expect(lives.listWrongAnswers([{ ...answer, sentAt: 60_000 }])).toHaveLength(1);
  expect(lives.listWrongAnswers([{ ...answer, uniqueKey: 'other' }])).toHaveLength(1);
});
