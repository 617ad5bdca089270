import type { HealthReport } from '@signalbox/shared/health/report';
import { expect, test } from 'vitest';
import { toVerdict } from './to-verdict.ts';

const reportOf = (state: HealthReport['system']['state'], sentence: string): HealthReport => ({
  at: '2026-11-24T14:00:00.000Z',
  system: { state, since: '2026-11-24T13:00:00.000Z', sentence },
  items: [],
});

const well = reportOf('healthy', 'All well.');
const now = Date.UTC(2026, 10, 24, 14, 0);

test('While all is well the sentence stands alone', () => {
  expect(toVerdict(well, { kind: 'live' }, now)).toMatchObject({
    word: undefined,
    sentence: 'All well.',
    tone: 'ok',
  });
});

test('Trouble is named before its sentence', () => {
  const report = reportOf('degraded', 'worker has been offline since 14:00.');
  expect(toVerdict(report, { kind: 'live' }, now)).toMatchObject({ word: 'Degraded', isTrouble: true });
});

test('A report that can no longer be renewed does not say that all is well', () => {
  const verdict = toVerdict(well, { kind: 'lost', sinceMs: now - 5_000 }, now);
  expect(verdict).toMatchObject({ word: 'Unknown', isStale: true });
  expect(verdict.sentence).not.toContain('All well');
});

test('A stream that comes back at once alarms nobody', () => {
  expect(toVerdict(well, { kind: 'lost', sinceMs: now - 1_000 }, now).isStale).toBe(false);
});
