import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isSupportedServer, leastServerVersion } from '@signalbox/runtime/bus/server-version';
import type { Look, Patient } from './finding.ts';

/** The cache in which the embedded default keeps what it has fetched. */
const listCached = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
  const cacheDir = path.join(
    env['XDG_CACHE_HOME'] || path.join(env['HOME'] || homedir(), '.cache'),
    'signalbox',
  );
  const names = await readdir(cacheDir).catch(() => []);
  return names
    .filter((name) => name.startsWith('nats-server-'))
    .map((name) => path.join(cacheDir, name, 'nats-server'));
};

const readVersion = async (binary: string): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version']);
    return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
};

export const lookAtNatsBinary: Look = async ({ env }: Patient) => {
  const name = 'nats-server';
  if (env['NATS_URL']) return [{ status: 'pass', name, detail: 'not needed: NATS_URL is set' }];
  const tooOld: string[] = [];
  for (const binary of ['nats-server', ...(await listCached(env))]) {
    const version = await readVersion(binary);
    if (version === undefined) continue;
    if (isSupportedServer(version)) return [{ status: 'pass', name, detail: `${version} at ${binary}` }];
    tooOld.push(`${version} at ${binary} is older than ${leastServerVersion}`);
  }
  const detail = tooOld.join('; ') || 'neither on the PATH nor in the cache';
  return [{ status: 'warn', name, detail, fix: 'nothing to do with a network: the first start fetches one' }];
};
