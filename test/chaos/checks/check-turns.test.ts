import { expect, test } from 'vitest';
import { checkEffectTurns, checkTurns } from './check-turns.ts';

const span = (id: string, fromMs: number, untilMs?: number) => ({
  id,
  queue: 'demo',
  turnKey: 'key',
  fromMs,
  ...(untilMs !== undefined && { untilMs }),
});

test('attempts one after another are as they are to be, and what died in between does not count', () => {
  expect(checkTurns([span('a', 0, 5), span('b', 5, 9), span('c', 6), span('b', 9, 12)])).toEqual([]);
});

test('two at once are told, also across one in between', () => {
  expect(checkTurns([span('a', 0, 5), span('b', 4, 9)])).toHaveLength(1);
  expect(checkTurns([span('a', 0, 20), span('a', 3, 4), span('b', 10, 11)])).toHaveLength(1);
});

test('effects at once are told, but for those of a handler that was stopped', () => {
  const toEffect = (commandId: string, begunAt: number, arrivedAt: number) => ({
    commandId,
    step: 1,
    receipt: commandId,
    begunAt,
    arrivedAt,
  });
  const effects = [toEffect('a', 0, 5_000), toEffect('b', 4_000, 4_100), toEffect('c', 0, 9_000)];
  const keys = new Map([
    ['a', 'key'],
    ['b', 'key'],
  ]);
  expect(checkEffectTurns({ effects, keys, stopped: [] })).toHaveLength(1);
  expect(checkEffectTurns({ effects, keys, stopped: [{ fromMs: 100, untilMs: 4_900 }] })).toEqual([]);
});
