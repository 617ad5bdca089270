import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ControlClient } from './control/control-client.ts';
import { toInstancePaths } from './instance/paths.ts';
import { readState } from './instance/state-file.ts';
import { AlreadyRunningError, createSupervisorService } from './service.ts';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { isRunning, waitFor } from './testing/wait-for.ts';

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const machine = path.join(import.meta.dirname, 'testing/fixture-machine.ts');
const portVariables = ['API_PORT', 'WORKER_PORT', 'RECORDER_PORT', 'HEALTH_AGGREGATOR_PORT', 'CONSOLE_PORT'];

/** An environment with ports and a data folder of its own, and servers elsewhere, which do not answer. */
const createEnv = async (): Promise<NodeJS.ProcessEnv> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'signalbox-machine-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const ports = await Promise.all(portVariables.map(async (name) => [name, String(await findFreePort())]));
  const away = await findFreePort();
  return {
    ...process.env,
    ...Object.fromEntries(ports),
    SIGNALBOX_DATA_DIR: dataDir,
    NATS_URL: `nats://127.0.0.1:${away}`,
    SURREAL_URL: `ws://127.0.0.1:${away}/rpc`,
  };
};

interface Machine {
  child: ChildProcess;
  output: () => string;
}

const startMachine = async (
  env: NodeJS.ProcessEnv,
  fixtures: Record<string, { args: string[] }>,
): Promise<Machine> => {
  const child = spawn(process.execPath, [machine], {
    env: { ...env, FIXTURES: JSON.stringify(fixtures) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ends.push(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await waitFor(() => output.includes('"notices"'), {
    describe: () => `the machine is not ready: ${output}`,
  });
  return { child, output: () => output };
};

const readInstance = (env: NodeJS.ProcessEnv) => {
  const { stateFile } = toInstancePaths(env['SIGNALBOX_DATA_DIR'] ?? '');
  const state = readState(stateFile);
  if (state === undefined) throw new Error(`no state in ${stateFile}`);
  return { stateFile, state, client: new ControlClient(state) };
};

test('no process outlives a supervisor that is killed by three seconds, and the next start works', async () => {
  const env = await createEnv();
  const stubborn = { args: ['--ignores-disconnect', '--ignores-sigterm', '--has-child'] };
  const { child } = await startMachine(env, { polite: { args: [] }, stubborn });
  const { state, client } = readInstance(env);
  const lines = await client.tail('stubborn', 10);
  const grandchild = Number(/^child (\d+)$/m.exec(lines.map(({ line }) => line).join('\n'))?.[1]);
  const pids = [...state.children.map(({ pid }) => pid), grandchild, state.reaper?.pid ?? 0];
  expect(await Promise.all(pids.map(isRunning))).toEqual([true, true, true, true]);

  child.kill('SIGKILL');
  await waitFor(async () => !(await Promise.all(pids.map(isRunning))).includes(true), {
    limitMs: 3_000,
    describe: () => `some of ${pids.join(', ')} still live`,
  });
  const next = await startMachine(env, { polite: { args: [] } });
  expect(next.child.exitCode).toBeNull();
});

test('a start right after the kill ends what is left over first', async () => {
  const env = await createEnv();
  const { child } = await startMachine(env, {
    stubborn: { args: ['--ignores-disconnect', '--ignores-sigterm'] },
  });
  const { state } = readInstance(env);
  const [left] = state.children;
  // The reaper would be quicker than the next start.
  process.kill(state.reaper?.pid ?? 0, 'SIGKILL');
  child.kill('SIGKILL');
  const next = await startMachine(env, { polite: { args: [] } });
  expect(next.output()).toContain('ended what an earlier supervisor had left behind: stubborn');
  expect(await isRunning(left?.pid ?? 0)).toBe(false);
});

test('a second supervisor is refused and does not disturb the first', async () => {
  const env = await createEnv();
  const { child } = await startMachine(env, { polite: { args: [] } });
  const { state, client } = readInstance(env);
  const second = createSupervisorService({ env, list: () => [], onShutdown: () => undefined });
  await expect(second).rejects.toThrow(AlreadyRunningError);
  await expect(second).rejects.toMatchObject({ pid: child.pid, state: { urls: state.urls } });
  expect((await client.list()).items).toMatchObject([{ name: 'polite', state: 'ready' }]);
});

test('the control interface shows, stops, starts and tells logs', async () => {
  const env = await createEnv();
  await startMachine(env, { polite: { args: [] } });
  const { client } = readInstance(env);
  const [before] = (await client.list()).items;
  expect(before).toMatchObject({ name: 'polite', state: 'ready', restarts: 0 });
  expect(before?.rssBytes).toBeGreaterThan(10_000_000);

  expect((await client.tell('polite', 'stop')).state).toBe('stopping');
  const find = async (state: string) => (await client.list()).items.find((item) => item.state === state);
  await waitFor(() => find('stopped'));
  await client.tell('polite', 'start');
  const after = await waitFor(() => find('ready'));
  expect(after.pid).not.toBe(before?.pid);

  for await (const { line } of client.follow('polite', 1_000)) if (line.includes('SIGTERM')) break;
  await expect(client.tell('nobody', 'stop')).rejects.toThrow('there is no process nobody; there are polite');
});

test('the control interface is for those who can read the state file, and not for browsers', async () => {
  const env = await createEnv();
  await startMachine(env, { polite: { args: [] } });
  const { state, stateFile } = readInstance(env);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${state.control.url}/processes`, { headers })).status;
  const authorization = `Bearer ${state.control.token}`;
  expect(await ask({ authorization })).toBe(200);
  expect(await ask({})).toBe(401);
  expect(await ask({ authorization: `${authorization}x` })).toBe(401);
  expect(await ask({ authorization, origin: 'http://127.0.0.1:8502' })).toBe(403);
});

test('a shutdown ends everything in order and leaves no state', async () => {
  const env = await createEnv();
  const { child } = await startMachine(env, {
    polite: { args: [] },
    deaf: { args: ['--ignores-disconnect'] },
  });
  const { state, stateFile, client } = readInstance(env);
  await client.shutDown();
  await waitFor(() => child.exitCode !== null);
  expect(child.exitCode).toBe(0);
  const pids = [...state.children.map(({ pid }) => pid), state.reaper?.pid ?? 0];
  await waitFor(async () => !(await Promise.all(pids.map(isRunning))).includes(true), { limitMs: 1_000 });
  expect(readState(stateFile)).toBeUndefined();
});
