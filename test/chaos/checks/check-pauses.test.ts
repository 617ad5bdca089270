import { expect, test } from 'vitest';
import type { Fault } from '../plan/plan-faults.ts';
import { checkPauses } from './check-pauses.ts';

const pause = { pausedAt: 10_000, resumingAt: 14_000, resumedAt: 14_010 };
const start = (fromMs: number) => ({ id: `at ${fromMs}`, queue: 'demo', fromMs });
const stopped: Fault = { kind: 'pause', target: 'worker', lastsMs: 2_000, delayMs: 0 };
const check = (starts: number[], faults: Fault[] = []) =>
  checkPauses({
    spans: starts.map(start),
    pauses: [pause],
    faults: faults.map((fault) => ({ fault, fromMs: 9_900, untilMs: 11_900, recoveryMs: 100 })),
    loadEndedAt: 60_000,
  });

test('nothing begins but what was under way, and all flows again after', () => {
  expect(check([9_000, 10_400, 14_100])).toEqual([]);
});

test('what begins in a paused queue is told, unless a worker was stopped when the pause came', () => {
  expect(check([12_000, 14_100])).toHaveLength(1);
  expect(check([12_000, 14_100], [stopped])).toEqual([]);
});

test('a queue that does not go on is told', () => {
  expect(check([9_000])).toHaveLength(1);
});
