import { healthReportSchema, type HealthReport } from '@signalbox/shared/health/report';
import { afterEach, expect, test } from 'vitest';
import { createReportKeeper, type ReportKeeper } from './report-keeper.ts';

const report: HealthReport = {
  at: '2026-01-31T08:30:00.000Z',
  system: { state: 'healthy', since: '2026-01-31T08:00:00.000Z', sentence: 'All well.' },
  items: ['worker', 'health-aggregator'].map((name) => ({
    name,
    state: 'healthy',
    since: '2026-01-31T08:00:00.000Z',
    reason: 'All checks pass.',
    critical: true,
    instances: [],
    checks: [],
    uptime: {},
    minutes: [],
  })),
};

let keeper: ReportKeeper | undefined;
afterEach(() => keeper?.stop());

const createAt = (isBusConnected = true) => {
  const clock = { nowMs: Date.UTC(2026, 0, 31, 8, 30), now: () => clock.nowMs };
  keeper = createReportKeeper({ clock, isBusConnected: () => isBusConnected, staleAfterMs: 10_000 });
  return { clock, keeper };
};

test('a recent report is passed on as it is', () => {
  const { clock, keeper } = createAt();
  keeper.accept(report);
  clock.nowMs += 10_000;
  expect(keeper.current()).toBe(report);
});

test('an old report becomes: aggregator offline, all others unknown', () => {
  const { clock, keeper } = createAt();
  keeper.accept(report);
  clock.nowMs += 14_000;
  const current = healthReportSchema.parse(keeper.current());
  expect(current.items.map(({ name, state }) => [name, state])).toEqual([
    ['worker', 'unknown'],
    ['health-aggregator', 'offline'],
  ]);
  expect(current.system).toEqual({
    state: 'unknown',
    since: '2026-01-31T08:30:00.000Z',
    sentence:
      'The health aggregator has not reported for 14 s, so the state of the other services is unknown.',
  });
});

test('without a bus the aggregator is not blamed', () => {
  const { clock, keeper } = createAt(false);
  keeper.accept(report);
  clock.nowMs += 20_000;
  expect(keeper.current().system.sentence).toContain('cannot reach the message bus');
  expect(keeper.current().items.at(-1)).toMatchObject({ name: 'health-aggregator', state: 'unknown' });
});

test('before the first report nothing is claimed', () => {
  const { clock, keeper } = createAt();
  clock.nowMs += 3_000;
  expect(keeper.current().system).toMatchObject({
    state: 'unknown',
    sentence: expect.stringContaining('3 s since this API'),
  });
  expect(keeper.current().items.map(({ name }) => name)).toEqual(['health-aggregator']);
});

test('listeners hear each report until they leave', () => {
  const { keeper } = createAt();
  const heard: HealthReport[] = [];
  const leave = keeper.subscribe((next) => heard.push(next));
  keeper.accept(report);
  leave();
  keeper.accept(report);
  expect(heard).toEqual([report]);
});
