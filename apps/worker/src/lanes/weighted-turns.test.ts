import { expect, test } from 'vitest';
import { WeightedTurns, type Contender, type PerPriority } from './weighted-turns.ts';

const endless: PerPriority = { high: Infinity, normal: Infinity, low: Infinity };

const [high, normal, low]: [Contender, Contender, Contender] = [
  { priority: 'high', demand: 1 },
  { priority: 'normal', demand: 1 },
  { priority: 'low', demand: 1 },
];
const all = [high, normal, low];

const findNext = (turns: WeightedTurns, demand: PerPriority): Contender => {
  const shares = turns.share(1, demand);
  const next = all.find(({ priority }) => shares[priority] === 1);
  if (!next) throw new Error('nobody has a turn');
  return next;
};

/** One slot: each turn is played before the next is asked for. */
const play = (turns: WeightedTurns, count: number): string => {
  const starts: string[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const next = findNext(turns, endless);
    turns.take(next, all);
    starts.push(next.priority.charAt(0));
  }
  return starts.join('');
};

test('in ten turns there are six high, three normal and one low, well mixed', () => {
  const turns = new WeightedTurns();
  expect(play(turns, 10)).toBe('hnhhnhlhnh');
  expect(play(turns, 10)).toBe('hnhhnhlhnh');
});

test('turns given out together fall as those played one by one', () => {
  const turns = new WeightedTurns();
  turns.take(high, all);
  for (const count of [1, 4, 9, 10, 23, 1_000]) {
    const shares = turns.share(count, endless);
    const copy = new WeightedTurns();
    copy.take(high, all);
    const played = play(copy, count);
    expect(shares).toEqual({
      high: played.split('h').length - 1,
      normal: played.split('n').length - 1,
      low: played.split('l').length - 1,
    });
  }
});

test('what one lane does not want is for the others', () => {
  const turns = new WeightedTurns();
  expect(turns.share(100, { high: 2, normal: Infinity, low: 0 })).toEqual({ high: 2, normal: 98, low: 0 });
  expect(turns.share(100, { high: 2, normal: 3, low: 4 })).toEqual({ high: 2, normal: 3, low: 4 });
  expect(turns.share(0, endless)).toEqual({ high: 0, normal: 0, low: 0 });
});

test('who began out of turn waits longer, but not for ever', () => {
  const turns = new WeightedTurns();
  for (let early = 0; early < 10_000; early += 1) turns.take(low, [normal, low]);
  const starts = play(turns, 200);
  expect(starts.slice(0, 100)).not.toContain('l');
  expect(starts.slice(100)).toContain('l');
});
