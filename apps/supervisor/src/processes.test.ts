import { readEnvironment } from '@signalbox/runtime/config/environment';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toStopLevels } from './process/stop-levels.ts';
import { listPorts, listProcesses } from './processes.ts';

const list = (env: NodeJS.ProcessEnv, isDev = false) => {
  const environment = readEnvironment(env);
  return listProcesses({ environment, env, childEnv: env, ports: environment, isDev });
};

test('every entry is a file, and every dependency is in the list', () => {
  for (const specs of [list({}), list({}, true)]) {
    expect(specs.map(({ args }) => existsSync(args.find((arg) => arg.endsWith('.ts')) ?? ''))).not.toContain(
      false,
    );
    const names = new Set(specs.map(({ name }) => name));
    expect(
      specs.flatMap(({ dependsOn }) => Object.keys(dependsOn)).filter((name) => !names.has(name)),
    ).toEqual([]);
    expect(toStopLevels(specs).at(-1)).toContain('nats');
  }
});

test('servers elsewhere are not run here and need no port', () => {
  const env = { NATS_URL: 'nats://bus.example:4222', SURREAL_URL: 'ws://db.example/rpc' };
  const provided = list(env).filter(({ providedBy }) => providedBy !== undefined);
  expect(provided.map(({ name }) => name)).toEqual(['nats', 'surrealdb']);
  expect(listPorts(env)).not.toContain('EMBEDDED_NATS_PORT');
});

test('a worker is given longer to stop than it takes to drain', () => {
  const worker = list({ WORKER_DRAIN_MS: '60000' }).find(({ name }) => name === 'worker');
  expect(worker?.policy.stopTimeoutMs).toBe(65_000);
});

test('while developing, services start again with their sources and the console compiles itself', () => {
  const specs = list({}, true);
  expect(specs.map(({ name }) => name)).not.toContain('console-build');
  expect(specs.find(({ name }) => name === 'frontend')).toMatchObject({ watch: [] });
  expect(specs.find(({ name }) => name === 'api')?.watch).toHaveLength(3);
});
