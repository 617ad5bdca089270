import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

const calm = { fill: 0, oldestAt: 0 };

const heat = (pace: Pace, from: number, to: number): void => {
  for (let now = from; now <= to; now += 10) pace.note(100, now);
};

test('at ordinary rates nothing rests', () => {
  const pace = new Pace();
  for (let now = 0; now <= 1_000; now += 10) pace.note(10, now);
  expect(pace.decide(calm, 1_000)).toBe('ended');
});

test('while events pour in rows rest, but not for long', () => {
  const pace = new Pace();
  heat(pace, 0, 1_000);
  expect(pace.decide({ fill: 0, oldestAt: 500 }, 1_000)).toBe('nothing');
  heat(pace, 1_010, 3_000);
  expect(pace.decide({ fill: 0, oldestAt: 500 }, 3_000)).toBe('ended');
});

test('once the rush is over the history catches up', () => {
  const pace = new Pace();
  heat(pace, 0, 1_000);
  expect(pace.decide({ fill: 0, oldestAt: 500 }, 1_250)).toBe('ended');
});

test('who waits for the history, and a memory that is nearly full, end the rest', () => {
  const pace = new Pace();
  heat(pace, 0, 1_000);
  expect(pace.decide({ fill: 0.8, oldestAt: 500 }, 1_000)).toBe('all');
  pace.hurry(1_000);
  expect(pace.decide({ fill: 0, oldestAt: 500 }, 1_010)).toBe('all');
});
