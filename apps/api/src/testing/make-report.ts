import type { HealthReport, HealthState } from '@signalbox/shared/health/report';

const at = '2026-01-31T08:30:00.000Z';

/** A report on one worker that serves the queues default and demo with 64 slots each. */
export const makeReport = ({ state = 'healthy' }: { state?: HealthState } = {}): HealthReport => ({
  at,
  system: { state, since: at, sentence: 'All well.' },
  items: [
    {
      name: 'worker',
      state,
      since: at,
      reason: '1 instance is ready',
      critical: true,
      checks: [],
      uptime: {},
      minutes: [],
      instances: [
        {
          instance: 'worker-1',
          state,
          since: at,
          reason: 'ready',
          host: 'host-1',
          pid: 1,
          version: '0.1.0',
          startedAt: at,
          lastHeartbeatAt: at,
          load: { eventLoopP99Ms: 1, rssBytes: 1, cpuPercent: 1 },
          progress: { inFlight: 3, slots: 128, done: 10, failed: 1 },
          commands: ['system.ping'],
          queues: ['default', 'demo'],
          checks: [],
        },
      ],
    },
  ],
});
