import type { HealthState, ServiceReport } from '@signalbox/shared/health/report';
import { expect, test } from 'vitest';
import { healthFacts, isTrouble, longestWindow, sortServices } from './health-facts.ts';

const service = (name: string, state: HealthState, parts: Partial<ServiceReport> = {}): ServiceReport => ({
  name,
  state,
  since: '2026-11-24T14:00:00.000Z',
  reason: '',
  critical: true,
  instances: [],
  checks: [],
  uptime: {},
  minutes: [],
  ...parts,
});

test('The worst service comes first, then critical ones, then by name', () => {
  const items = [
    service('recorder', 'healthy'),
    service('api', 'healthy'),
    service('embedder', 'healthy', { critical: false }),
    service('nats', 'offline'),
    service('worker', 'degraded'),
  ];
  expect(sortServices({ items }).map(({ name }) => name)).toEqual([
    'nats',
    'worker',
    'api',
    'recorder',
    'embedder',
  ]);
});

test('Trouble begins with degraded; a planned stop is none', () => {
  const troubles = Object.keys(healthFacts).filter((state) => isTrouble(state as HealthState));
  expect(troubles).toEqual(['degraded', 'unhealthy', 'unresponsive', 'offline']);
});

test('The longest known window is shown', () => {
  expect(longestWindow([service('a', 'healthy', { uptime: { '24h': 1, '7d': 0.9 } })])).toBe('7d');
  expect(longestWindow([service('a', 'healthy')])).toBeUndefined();
});
