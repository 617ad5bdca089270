import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test.each([
  ['api', ['apps/api/src/main.ts']],
  ['worker', ['apps/worker/src/main.ts']],
  ['recorder', ['apps/recorder/src/main.ts']],
  ['health-aggregator', ['apps/health-aggregator/src/main.ts']],
  ['supervisor', ['apps/supervisor/src/main.ts', 'up', '--demo']],
])('%s names every problem of the configuration and exits 78', (_, args) => {
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, API_PORT: 'abc', RETRY_MAX_ATTEMPTS: '0' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status).toBe(78);
  expect(stderr).toMatch(/API_PORT.*"abc"/);
  expect(stderr).toMatch(/RETRY_MAX_ATTEMPTS.*from 1 to 100/);
});
