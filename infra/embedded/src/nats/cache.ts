import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readVersion } from './read-version.ts';
import type { NatsServerBinary } from './source.ts';

/** Where binaries are kept between runs and between clones. */
export const findCacheDir = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'signalbox');

/** Gives a folder of its own to a step, on the file system of the cache, and removes it afterwards. */
export const withWorkDir = async <T>(cacheDir: string, use: (workDir: string) => Promise<T>): Promise<T> => {
  await mkdir(cacheDir, { recursive: true });
  const workDir = await mkdtemp(join(cacheDir, 'fetching-'));
  try {
    return await use(workDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
};

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');

/**
 * Puts a binary that lies in a work folder into the cache. It appears there whole or not at all, and two processes
 * that do this at once both end with a good one.
 */
export const keepBinary = async (cacheDir: string, candidate: string): Promise<NatsServerBinary> => {
  await chmod(candidate, 0o755);
  const version = await readVersion(candidate);
  return withWorkDir(cacheDir, async (workDir) => {
    await rename(candidate, join(workDir, 'nats-server'));
    await chmod(workDir, 0o755);
    const home = join(cacheDir, `nats-server-${version}`);
    const path = join(home, 'nats-server');
    await rename(workDir, home).catch(async (error: unknown) => {
      if (!isTaken(error)) throw error;
      await rename(join(workDir, 'nats-server'), path);
    });
    return { path, version };
  });
};
