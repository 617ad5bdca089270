/** A process of the list: builds the console, unless it is already built from the sources as they are. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, type Lock } from '../instance/lock.ts';
import { repositoryDir } from '../instance/paths.ts';
import { hashSources } from './hash-sources.ts';

const consoleDir = path.join(repositoryDir, 'apps/frontend');
const lockPollMs = 300;
const stampFile = path.join(consoleDir, '.next/signalbox-build');

const readStamp = (): string => {
  try {
    return readFileSync(stampFile, 'utf8').trim();
  } catch {
    return '';
  }
};

const build = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const next = createRequire(path.join(consoleDir, 'package.json')).resolve('next/dist/bin/next');
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: consoleDir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

const stamp = hashSources(repositoryDir, [
  'apps/frontend',
  'packages/client/src',
  'packages/shared/src',
  'package-lock.json',
]);
const isBuilt = (): boolean => readStamp() === stamp && existsSync(path.join(consoleDir, '.next/BUILD_ID'));

const buildUnlessBuilt = async (): Promise<number> => {
  if (isBuilt()) {
    process.stdout.write('The console is built already.\n');
    return 0;
  }
  rmSync(stampFile, { force: true });
  const code = await build();
  if (code === 0) writeFileSync(stampFile, `${stamp}\n`);
  return code;
};

/** Two supervisors with a data folder each share the clone, and a build does not bear another beside it. */
const awaitLock = async (): Promise<Lock> => {
  for (;;) {
    const result = acquireLock(path.join(repositoryDir, 'node_modules/.signalbox-console-build.lock'));
    if ('lock' in result) return result.lock;
    await sleep(lockPollMs);
  }
};

if (!isBuilt()) {
  const lock = await awaitLock();
  process.exitCode = await buildUnlessBuilt().finally(() => lock.release());
}
// The channel to the supervisor would keep this process alive.
process.disconnect?.();
