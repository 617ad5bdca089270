import type { InstanceReport, ServiceReport } from '@signalbox/shared/health/report';
import { expect, test } from 'vitest';
import { collectChecks } from './collect-checks.ts';
import { describeNow } from './describe-now.ts';

const at = '2026-11-24T14:00:00.000Z';

const instance = (name: string, parts: Partial<InstanceReport> = {}): InstanceReport => ({
  instance: name,
  state: 'healthy',
  since: at,
  reason: 'ready',
  host: 'h',
  pid: 1,
  version: '0.1.0',
  startedAt: at,
  lastHeartbeatAt: at,
  load: { eventLoopP99Ms: 1, rssBytes: 1, cpuPercent: 1 },
  checks: [],
  ...parts,
});

const service = (parts: Partial<ServiceReport>): ServiceReport => ({
  name: 'worker',
  state: 'healthy',
  since: at,
  reason: '2 instances are ready',
  critical: true,
  instances: [],
  checks: [],
  uptime: {},
  minutes: [],
  ...parts,
});

const busy = (inFlight: number) => ({ progress: { inFlight, slots: 64, done: 0, failed: 0 } });

test('The slots of all instances count together', () => {
  const instances = [instance('a', busy(3)), instance('b', busy(4))];
  expect(describeNow(service({ instances }))).toBe('7 of 128 slots busy');
});

test('Trouble is told by its reason, whatever the work', () => {
  expect(
    describeNow(service({ state: 'degraded', reason: 'b is away', instances: [instance('a', busy(3))] })),
  ).toBe('b is away');
});

test('A service without work says how it is', () => {
  expect(describeNow(service({ instances: [instance('a')] }))).toBe('2 instances are ready');
});

test('Checks name their instance only where there are several', () => {
  const checks = [{ name: 'bus', status: 'pass' as const }];
  expect(collectChecks(service({ instances: [instance('a', { checks })] }))).toEqual(checks);
  const names = collectChecks(service({ instances: [instance('a', { checks }), instance('b', { checks })] }));
  expect(names.map((check) => check.instance)).toEqual(['a', 'b']);
});
