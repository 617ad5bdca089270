import { heartbeatSchema, type Heartbeat } from '@signalbox/shared/health/heartbeat';
import { expect, test } from 'vitest';
import { encodeHeartbeat } from './encode-heartbeat.ts';

const beat: Heartbeat = {
  v: 1,
  service: 'worker',
  instance: 'worker-1',
  version: '0.1.0',
  host: 'box',
  pid: 7,
  startedAt: 1,
  seq: 0,
  intervalMs: 2_000,
  status: 'ready',
  checks: [{ name: 'nats', status: 'pass', output: 'answers', observedMs: 1, at: 1 }],
  load: { eventLoopP99Ms: 0, rssBytes: 1, cpuPercent: 1 },
  commands: ['system.ping'],
};

test('a small heartbeat travels whole', () => {
  expect(heartbeatSchema.parse(JSON.parse(encodeHeartbeat(beat)))).toEqual(beat);
});

test('a large heartbeat is cut to 2 kB and stays valid, failing checks kept before lists', () => {
  const checks = Array.from({ length: 30 }, (_, at) => ({
    name: `check-${at}`,
    status: at === 29 ? ('fail' as const) : ('pass' as const),
    output: 'é'.repeat(500),
  }));
  const commands = Array.from({ length: 300 }, (_, at) => `area${at}.verb`);
  const text = encodeHeartbeat({ ...beat, checks, commands, reason: 'x'.repeat(3_000) });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000);
  const parsed = heartbeatSchema.parse(JSON.parse(text));
  expect(parsed.checks.map((check) => check.name)).toEqual(['check-29']);
});
