import type { HealthTransition } from '@signalbox/shared/health/transition';
import { expect, test } from 'vitest';
import { toMemory } from './to-memory.ts';

const now = 10_000_000;

const change = (
  from: HealthTransition['from'],
  to: HealthTransition['to'],
  at: number,
): HealthTransition => ({
  v: 1,
  service: 'worker',
  from,
  to,
  reason: to,
  at,
});

const transitions = [
  change('unknown', 'healthy', 1_000),
  change('healthy', 'offline', 2_000),
  change('offline', 'healthy', 3_000),
];

test('a short absence is none: the last state holds since its own time', () => {
  const { memory, absences } = toMemory({ transitions, seenAt: now - 60_000 }, now);
  expect(absences).toEqual([]);
  expect(memory.standings.get('worker')).toEqual({
    state: 'healthy',
    reason: 'healthy',
    sinceEpochMs: 3_000,
  });
  expect(memory.timelines.get('worker')?.map(({ state }) => state)).toEqual([
    'healthy',
    'offline',
    'healthy',
  ]);
});

test('after a long absence the state is unknown from the moment nobody watched, and that is recorded', () => {
  const seenAt = now - 200_000;
  const { memory, absences } = toMemory({ transitions, seenAt }, now);
  expect(absences).toMatchObject([{ service: 'worker', from: 'healthy', to: 'unknown', at: seenAt }]);
  expect(memory.standings.get('worker')).toMatchObject({ state: 'unknown', sinceEpochMs: seenAt });
  expect(memory.timelines.get('worker')?.at(-1)).toEqual({ atEpochMs: seenAt, state: 'unknown' });
});

test('without any sign of watching the last change is the last that is known', () => {
  const { absences } = toMemory({ transitions, seenAt: undefined }, now);
  expect(absences).toMatchObject([{ at: 3_000 }]);
});

test('instances are remembered over a short absence', () => {
  const ofInstance = { ...change('unknown', 'healthy', 1_500), instance: 'worker-1' };
  const { memory } = toMemory({ transitions: [ofInstance, ...transitions], seenAt: now - 1_000 }, now);
  expect(memory.instances.get('worker-1')).toMatchObject({ state: 'healthy', sinceEpochMs: 1_500 });
});
