import type { HealthReport } from '@signalbox/shared/health/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../harness/api-client.ts';
import { eventually } from '../harness/eventually.ts';
import { isAlive, SupervisedSystem } from '../harness/supervised-system.ts';

let system: SupervisedSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await SupervisedSystem.create();
  api = createApiClient(system.apiUrl);
}, 240_000);
afterAll(() => system[Symbol.asyncDispose]());

test('the start runs one command through the whole path and says where to look', () => {
  expect(system.output).toContain('completed');
  expect(system.output).toContain(system.consoleUrl);
});

test('a worker killed in the middle of a command is back by itself, and the command completes', async () => {
  const id = await api.submit({ name: 'demo.slow', input: { durationMs: 3_000 } });
  const running = await eventually('it runs', async () => {
    const command = await api.command(id);
    return command.status === 'running' && command;
  });
  const pid = await eventually('its worker is known', async () => {
    const { items } = await api.get<HealthReport>('/v1/services');
    const workers = items.find(({ name }) => name === 'worker')?.instances ?? [];
    return workers.find(({ instance }) => instance === running.worker)?.pid;
  });
  process.kill(pid, 'SIGKILL');
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
});

test('a command may call the servers of the machine it was started on', async () => {
  const id = await api.submit({ name: 'http.request', input: { url: `${system.apiUrl}/health` } });
  expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 1, result: { status: 200 } });
});

test('the command line shows every process', async () => {
  const { code, stdout } = await system.cli('status');
  expect(code).toBe(0);
  for (const name of ['nats', 'surrealdb', 'api', 'worker', 'recorder', 'health-aggregator', 'frontend']) {
    expect(stdout).toContain(name);
  }
});

test('the supervisor killed: no process is left 3 s later, and the next start works', async () => {
  const pids = await system.childPids();
  expect(pids.length).toBeGreaterThanOrEqual(8);
  await system.end('SIGKILL');
  const findAlive = async () =>
    (await Promise.all(pids.map(async (pid) => ((await isAlive(pid)) ? pid : 0)))).filter(Boolean);
  await eventually('all are gone', async () => (await findAlive()).length === 0, { limitMs: 3_000 });
  system.start();
  await system.ready();
});

test('a stop ends everything in order', async () => {
  const pids = await system.childPids();
  expect(await system.end('SIGTERM')).toBe(0);
  for (const pid of pids) expect(await isAlive(pid)).toBe(false);
});
