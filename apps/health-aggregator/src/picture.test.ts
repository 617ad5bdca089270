import { healthReportSchema } from '@signalbox/shared/health/report';
import { expect, test } from 'vitest';
import { World } from './testing/world.ts';

const transitionsOf = (world: World, service: string) =>
  world.transitions
    .filter((item) => item.service === service && item.instance === undefined)
    .map(({ from, to }) => `${from} → ${to}`);

test('a system in which everybody speaks is well, and the report keeps its contract', () => {
  const world = World.withEveryService();
  const report = world.report();
  expect(healthReportSchema.parse(JSON.parse(JSON.stringify(report))).system).toMatchObject({
    state: 'healthy',
    sentence: 'All well.',
  });
  expect(new Set(Object.values(world.states()))).toEqual(new Set(['healthy']));
  expect(report.items.map(({ name }) => name)).not.toContain('supervisor');
});

test('a killed process is offline within 10 seconds, with cause, time and effect in one sentence', () => {
  const world = World.withEveryService();
  world.picture.noteWaiting(37);
  world.run(5_000);
  world.kill('worker-1');
  expect(world.runUntil('worker', 'offline')).toBeLessThanOrEqual(10_000);
  expect(world.report().system).toMatchObject({
    state: 'offline',
    sentence: 'worker has been offline since 14:00 UTC, and 37 commands wait.',
  });
  expect(world.service('worker').reason).toContain('its port is closed');
});

test('a killed process without an address is offline within 10 seconds too', () => {
  const world = World.withEveryService();
  world.start('worker', 'worker-2', { url: undefined });
  world.kill('worker-1');
  world.run(11_000);
  world.kill('worker-2');
  expect(world.runUntil('worker', 'offline')).toBeLessThanOrEqual(10_000);
});

test('a process that hangs is unresponsive, and well again when it goes on', () => {
  const world = World.withEveryService();
  world.hang('worker-1');
  expect(world.runUntil('worker', 'unresponsive')).toBeLessThanOrEqual(12_000);
  world.run(30_000);
  expect(world.picture.stateOf('worker')).toBe('unresponsive');
  world.change('worker-1', { isBeating: true, livez: 'answered' });
  expect(world.runUntil('worker', 'healthy')).toBeLessThanOrEqual(2_500);
});

test('a process whose heartbeats are lost and that answers is degraded, not offline', () => {
  const world = World.withEveryService();
  world.change('api-1', { isBeating: false });
  world.run(20_000);
  expect(world.service('api')).toMatchObject({ state: 'degraded' });
  expect(world.service('api').reason).toContain('heartbeat path');
});

test('an address at which another instance answers proves the old one gone', () => {
  const world = World.withEveryService();
  world.change('api-1', { isBeating: false, livez: 'stranger' });
  expect(world.runUntil('api', 'offline')).toBeLessThanOrEqual(8_000);
});

test('a goodbye is no failure of the process, yet a critical service without any leaves the system degraded', () => {
  const world = World.withEveryService();
  world.sayGoodbye('worker-1');
  world.run(20_000);
  expect(world.states()['worker']).toBe('stopped');
  expect(world.report().system.state).toBe('degraded');
  expect(world.report().system.sentence).toMatch(/^worker has been stopped since 14:00 UTC, /);
  expect(transitionsOf(world, 'worker').at(-1)).toBe('healthy → stopped');
});

test('a goodbye while others serve leaves the service healthy, and the instance leaves the list after a minute', () => {
  const world = World.withEveryService();
  world.start('worker', 'worker-2', { host: 'other' });
  world.run(2_500);
  world.sayGoodbye('worker-1');
  world.run(5_000);
  expect(world.service('worker')).toMatchObject({
    state: 'healthy',
    instances: [{ state: 'stopped' }, { state: 'healthy' }],
  });
  world.run(60_000);
  expect(world.service('worker').instances.map(({ instance }) => instance)).toEqual(['worker-2']);
});

test('a restart at the same address retires the old instance at once', () => {
  const world = World.withEveryService();
  world.kill('worker-1');
  world.run(1_000);
  world.start('worker', 'worker-2', { url: 'http://box/worker-1', status: 'starting' });
  world.run(500);
  expect(world.service('worker')).toMatchObject({ state: 'starting', instances: [{ instance: 'worker-2' }] });
  world.change('worker-2', { status: 'ready' });
  world.runUntil('worker', 'healthy', 3_000);
  expect(transitionsOf(world, 'worker').slice(-2)).toEqual(['healthy → starting', 'starting → healthy']);
});

test('a restart at a new address retires the old instance when it is found offline', () => {
  const world = World.withEveryService();
  world.kill('worker-1');
  world.run(1_000);
  world.start('worker', 'worker-2');
  world.run(12_000);
  expect(world.service('worker')).toMatchObject({ state: 'healthy', instances: [{ instance: 'worker-2' }] });
});

test('one of two instances lost degrades the service until it is retired after five minutes', () => {
  const world = World.withEveryService();
  world.start('worker', 'worker-2', { host: 'other' });
  world.run(12_000);
  world.kill('worker-2');
  world.runUntil('worker', 'degraded', 10_000);
  expect(world.service('worker').reason).toContain('1 of 2 instances is offline');
  expect(world.report().system.state).toBe('degraded');
  world.run(5 * 60_000 + 1_000);
  expect(world.service('worker')).toMatchObject({ state: 'healthy', instances: [{ instance: 'worker-1' }] });
});

test('a broken broker is one cause: nats is offline, the others are unknown, and nobody is accused', () => {
  const world = World.withEveryService();
  world.isBrokerUp = false;
  world.picture.noteConnected(false, world.now);
  world.transitions.length = 0;
  expect(world.runUntil('nats', 'offline')).toBeLessThanOrEqual(10_000);
  world.run(60_000);
  expect(world.states()).toMatchObject({
    nats: 'offline',
    api: 'unknown',
    worker: 'unknown',
    surrealdb: 'healthy',
    frontend: 'healthy',
  });
  expect(world.report().system.sentence).toBe(
    'nats has been offline since 14:00 UTC, and no command is accepted or executed.',
  );
  expect(
    world.transitions
      .filter(({ to }) => to === 'offline')
      .map(({ service }) => service)
      .toSorted(),
  ).toEqual(['nats', 'system']);
  world.isBrokerUp = true;
  world.picture.noteConnected(true, world.now);
  world.transitions.length = 0;
  world.run(15_000);
  expect(world.report().system.sentence).toBe('All well.');
  expect(world.transitions.every(({ to }) => to === 'healthy')).toBe(true);
});

test('a broker that hangs without closing connections is found by its silence, not taken for ten dead processes', () => {
  const world = World.withEveryService();
  world.transitions.length = 0;
  world.isBrokerUp = false;
  world.runUntil('nats', 'offline', 12_000);
  world.run(10_000);
  expect(world.transitions.filter(({ instance }) => instance).every(({ to }) => to === 'unknown')).toBe(true);
});

test('half of the processes killed at once are offline: the other half proves the broker', () => {
  const world = World.withEveryService();
  world.kill('worker-1');
  world.kill('recorder-1');
  world.run(10_000);
  expect(world.states()).toMatchObject({
    worker: 'offline',
    recorder: 'offline',
    api: 'healthy',
    nats: 'healthy',
  });
});

test('half of the instances silent and yet alive point at the way of their heartbeats', () => {
  const world = World.withEveryService();
  world.change('worker-1', { isBeating: false });
  world.change('recorder-1', { isBeating: false });
  world.run(12_000);
  expect(world.service('nats')).toMatchObject({ state: 'degraded' });
  expect(world.report().system.sentence).toContain('nats has been degraded');
});

test('a late heartbeat changes nothing', () => {
  const world = World.withEveryService();
  world.transitions.length = 0;
  world.change('api-1', { lastBeatMs: world.now.ms + 1_500 });
  world.run(20_000);
  expect(world.transitions).toEqual([]);
});

test('a clock that is an hour ahead is told and takes nobody offline', () => {
  const world = World.withEveryService();
  world.change('worker-1', { skewMs: 3_600_000 });
  world.run(30_000);
  expect(world.service('worker')).toMatchObject({ state: 'degraded' });
  expect(world.service('worker').reason).toContain('clock is 3600 s ahead');
});

test('our own clock set back does not bend ages', () => {
  const world = World.withEveryService();
  world.transitions.length = 0;
  world.now = { ms: world.now.ms, epochMs: world.now.epochMs + 3_600_000 };
  world.run(2_000);
  expect(world.transitions.filter(({ to }) => to === 'offline')).toEqual([]);
});

test('expected services that never speak are unknown first and then offline, never heard', () => {
  const world = new World();
  world.start('api', 'api-1');
  world.start('health-aggregator', 'health-aggregator-1');
  world.run(5_000);
  expect(world.states()).toMatchObject({ api: 'healthy', worker: 'unknown' });
  world.run(8_000);
  expect(world.service('worker')).toMatchObject({ state: 'offline', reason: 'never heard' });
});

test('a restart of the aggregator is no news about anybody', () => {
  const world = World.withEveryService();
  const before = world.report();
  const memory = {
    standings: new Map(
      [...before.items, { name: 'system', ...before.system, reason: before.system.sentence }].map((item) => [
        item.name,
        { state: item.state, reason: item.reason, sinceEpochMs: Date.parse(item.since) },
      ]),
    ),
    timelines: new Map([['worker', [{ atEpochMs: world.now.epochMs - 10_000, state: 'healthy' as const }]]]),
    instances: new Map(),
  };
  world.run(60_000);
  world.restartAggregator();
  world.picture.recall(memory);
  expect(world.report().system.sentence).toBe('All well.');
  world.run(30_000);
  expect(world.transitions).toEqual([]);
  expect(world.service('worker').since).toBe(before.items.find(({ name }) => name === 'worker')?.since);
});

test('what died while the aggregator was away is found and told as a change from what was known', () => {
  const world = World.withEveryService();
  const sinceEpochMs = world.now.epochMs;
  world.kill('worker-1');
  world.restartAggregator();
  world.picture.recall({
    standings: new Map([['worker', { state: 'healthy', reason: '', sinceEpochMs }]]),
    timelines: new Map([['worker', [{ atEpochMs: sinceEpochMs, state: 'healthy' as const }]]]),
    instances: new Map(),
  });
  world.run(15_000);
  expect(transitionsOf(world, 'worker')).toEqual(['healthy → offline']);
});

test('a failing critical check makes a service unhealthy, a failing other check degrades it', () => {
  const world = World.withEveryService();
  world.change('recorder-1', {
    status: 'unready',
    checks: [{ name: 'store', status: 'fail', output: 'away' }],
  });
  world.run(3_000);
  expect(world.states()['recorder']).toBe('unhealthy');
  world.change('recorder-1', { status: 'ready' });
  world.run(3_000);
  expect(world.service('recorder')).toMatchObject({ state: 'degraded' });
  expect(world.service('recorder').reason).toContain('store: away');
});

test('a service that does not come up is starting for its start period and unhealthy after it', () => {
  const world = World.withEveryService();
  world.kill('recorder-1');
  world.start('recorder', 'recorder-2', { url: 'http://box/recorder-1', status: 'unready' });
  world.run(20_000);
  expect(world.states()['recorder']).toBe('starting');
  world.run(12_000);
  expect(world.states()['recorder']).toBe('unhealthy');
});

test('a database away is told once, after three probes, and only others than critical ones degrade', () => {
  const world = World.withEveryService();
  world.isDatabaseUp = false;
  expect(world.runUntil('surrealdb', 'offline')).toBeLessThanOrEqual(10_000);
  world.isDatabaseUp = true;
  world.runUntil('surrealdb', 'healthy', 6_000);
  expect(transitionsOf(world, 'surrealdb').slice(-2)).toEqual(['healthy → offline', 'offline → healthy']);
  world.start('sidecar', 'sidecar-1');
  world.run(3_000);
  world.kill('sidecar-1');
  world.run(15_000);
  expect(world.report().system.state).toBe('degraded');
});
