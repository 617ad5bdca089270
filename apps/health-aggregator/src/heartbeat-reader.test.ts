import { expect, test } from 'vitest';
import { createHeartbeatReader } from './heartbeat-reader.ts';

const beat = {
  v: 1,
  service: 'worker',
  instance: 'worker-1',
  version: '0.1.0',
  host: 'box',
  pid: 1,
  startedAt: 1,
  seq: 0,
  intervalMs: 2_000,
  status: 'ready',
  checks: [],
  load: { eventLoopP99Ms: 0, rssBytes: 1, cpuPercent: 0 },
};

test('a heartbeat is read; what is none is not', () => {
  const read = createHeartbeatReader();
  expect(read(JSON.stringify(beat))).toEqual(beat);
  expect(read(JSON.stringify({ ...beat, seq: 1 }))?.seq).toBe(1);
  expect(read('{')).toBeUndefined();
  expect(read('null')).toBeUndefined();
  expect(read(JSON.stringify({ ...beat, instance: 'new', pid: 'one' }))).toBeUndefined();
  expect(read(JSON.stringify({ ...beat, status: 'dancing' }))).toBeUndefined();
  expect(read(JSON.stringify({ ...beat, reason: 'x'.repeat(20_000) }))).toBeUndefined();
});
