import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProcessState } from '@signalbox/shared/http/processes';
import { afterEach, expect, test } from 'vitest';
import type { ProcessSpec } from './process/process-spec.ts';
import type { SupervisedProcess } from './process/supervised-process.ts';
import { Supervisor } from './supervisor.ts';
import { toFixtureSpec } from './testing/fixture-spec.ts';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { isRunning, waitFor } from './testing/wait-for.ts';

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const start = (specs: ProcessSpec[]) => {
  const logDir = mkdtempSync(path.join(tmpdir(), 'signalbox-supervisor-'));
  const supervisor = new Supervisor({ specs, logDir });
  const states: string[] = [];
  supervisor.onChange(({ spec, model }, before) => {
    if (model.state !== before.state) states.push(`${spec.name} ${model.state}`);
  });
  ends.push(async () => {
    supervisor.kill();
    await supervisor.stop();
    rmSync(logDir, { recursive: true, force: true });
  });
  supervisor.start();
  const get = (name: string): SupervisedProcess => {
    const process = supervisor.processes.get(name);
    if (process === undefined) throw new Error(`no ${name}`);
    return process;
  };
  const reach = (name: string, state: ProcessState, limitMs = 10_000) =>
    waitFor(() => get(name).model.state === state, {
      limitMs,
      describe: () =>
        `${name} is ${get(name).model.state} (${get(name).model.reason}), not ${state}; ${states.join(', ')}`,
    });
  return { supervisor, states, get, reach };
};

const pidOf = (process: SupervisedProcess): number => {
  if (process.pid === undefined) throw new Error(`${process.spec.name} does not run`);
  return process.pid;
};

test('starts a process when what it depends on is ready, and stops it before', async () => {
  const [a, b] = [await findFreePort(), await findFreePort()];
  const { supervisor, states, reach } = start([
    toFixtureSpec('web', { port: b, dependsOn: { base: 'ready' } }),
    toFixtureSpec('base', { port: a, args: ['--ready-after-ms', '300'] }),
  ]);
  await reach('web', 'ready');
  expect(states.indexOf('base ready')).toBeLessThan(states.indexOf('web starting'));
  await supervisor.stop();
  expect(states.indexOf('web stopped')).toBeLessThan(states.indexOf('base stopping'));
});

test('a restart of a dependency does not restart its dependents', async () => {
  const { get, reach } = start([
    toFixtureSpec('base'),
    toFixtureSpec('web', { dependsOn: { base: 'ready' } }),
  ]);
  await reach('web', 'ready');
  const pid = pidOf(get('web'));
  const before = pidOf(get('base'));
  get('base').send({ type: 'restart' });
  await waitFor(() => get('base').model.state === 'ready' && get('base').pid !== before);
  expect(get('web')).toMatchObject({ pid, model: { state: 'ready', restarts: 0 } });
});

test('a process whose dependency does not come is skipped, and started when it comes after all', async () => {
  const { get, reach } = start([
    toFixtureSpec('base', { command: '/nowhere/at/all' }),
    toFixtureSpec('web', { dependsOn: { base: 'ready' }, policy: { dependencyTimeoutMs: 100 } }),
  ]);
  await reach('web', 'skipped');
  expect(get('base').model).toMatchObject({ state: 'fatal' });
  expect(get('base').model.reason).toContain('ENOENT');
  expect(get('web').model.reason).toBe('not started: waits for base (fatal)');
  Object.assign(get('base').spec, { command: process.execPath });
  get('base').send({ type: 'start' });
  await reach('web', 'ready');
});

test('starts again with growing waits what crashes, calls it a crash loop, and goes on', async () => {
  const { get, states, reach } = start([
    toFixtureSpec('weak', { args: ['--exit-after-ms', '20', '--exit-code', '3'] }),
  ]);
  await reach('weak', 'crashlooping', 20_000);
  expect(states.filter((state) => state === 'weak backoff')).toHaveLength(4);
  expect(get('weak').model).toMatchObject({ restarts: 4, exit: { code: 3, signal: null } });
  expect(get('weak').model.reason).toContain('exited with code 3');
  await waitFor(() => get('weak').model.restarts > 5, { limitMs: 20_000 });
});

test('what is killed comes back as a new process', async () => {
  const port = await findFreePort();
  const { get, reach } = start([toFixtureSpec('strong', { port })]);
  await reach('strong', 'ready');
  const pid = pidOf(get('strong'));
  process.kill(pid, 'SIGKILL');
  await waitFor(() => get('strong').model.state === 'ready' && get('strong').pid !== pid);
  expect(get('strong').model).toMatchObject({ restarts: 1, exit: { signal: 'SIGKILL' } });
});

test('the children of a process that is killed are gone before it is started again', async () => {
  const { get, reach } = start([toFixtureSpec('parent', { args: ['--has-child'] })]);
  await reach('parent', 'ready');
  const readChild = () =>
    /^child (\d+)$/m.exec(
      get('parent')
        .log.tail(10)
        .map(({ line }) => line)
        .join('\n'),
    )?.[1];
  const child = Number(await waitFor(readChild));
  expect(await isRunning(child)).toBe(true);
  process.kill(pidOf(get('parent')), 'SIGKILL');
  await reach('parent', 'backoff');
  expect(await isRunning(child)).toBe(false);
});

test('what ignores SIGTERM is killed when its time is over', async () => {
  const { supervisor, get, reach } = start([
    toFixtureSpec('deaf', { args: ['--ignores-sigterm'], policy: { stopTimeoutMs: 300 } }),
  ]);
  await reach('deaf', 'ready');
  const pid = pidOf(get('deaf'));
  const askedAtMs = Date.now();
  await supervisor.stop();
  expect(Date.now() - askedAtMs).toBeGreaterThanOrEqual(290);
  expect(get('deaf').model).toMatchObject({ state: 'stopped', exit: { signal: 'SIGKILL' } });
  expect(await isRunning(pid)).toBe(false);
  expect(
    get('deaf')
      .log.tail(5)
      .map(({ line }) => line),
  ).toContain('SIGTERM');
});

test('a wrong configuration is not tried again', async () => {
  const { get, reach } = start([
    toFixtureSpec('wrong', { args: ['--exit-after-ms', '0', '--exit-code', '78'] }),
  ]);
  await reach('wrong', 'fatal');
  expect(get('wrong').model).toMatchObject({ restarts: 0, exit: { code: 78 } });
});

test('a port that somebody else holds is fatal and names the holder', async () => {
  const port = await findFreePort();
  const holder = createServer().listen(port, '127.0.0.1');
  ends.push(() => void holder.close());
  const { get, reach } = start([toFixtureSpec('late', { port })]);
  await reach('late', 'fatal');
  expect(get('late').model.reason).toContain(`port ${port} is held by process ${process.pid} (`);
});

test('a start that takes too long is given up and tried again', async () => {
  const port = await findFreePort();
  const { get, reach } = start([
    toFixtureSpec('slow', { port, args: ['--ready-after-ms', '60000'], policy: { startTimeoutMs: 1_000 } }),
  ]);
  await reach('slow', 'backoff');
  expect(get('slow').model.reason).toContain('not ready within 1.0 s of its start: http://127.0.0.1:');
  expect(get('slow').model.reason).toContain('answers 503: warming up');
});

test('a one-shot that is done lets its dependents start', async () => {
  const once = toFixtureSpec('once', { kind: 'one-shot', args: ['--exit-after-ms', '50'] });
  const { get, reach } = start([once, toFixtureSpec('web', { dependsOn: { once: 'done' } })]);
  await reach('web', 'ready');
  expect(get('once').model.state).toBe('exited');
});

test('a stop while a process is just being started leaves nothing behind', async () => {
  const { supervisor, get } = start([toFixtureSpec('young')]);
  await waitFor(() => get('young').model.state === 'starting' || get('young').model.state === 'running');
  await supervisor.stop();
  expect(get('young')).toMatchObject({ pid: undefined, model: { state: 'stopped' } });
});
