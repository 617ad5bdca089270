import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readVersion } from './read-version.ts';
import type { NatsServerSource } from './source.ts';
import { compareVersions } from './version.ts';

const folderPattern = /^nats-server-(\d+\.\d+\.\d+)$/;

/** Versions that the cache holds, newest first. */
const listVersions = async (cacheDir: string): Promise<string[]> => {
  const names = await readdir(cacheDir).catch(() => []);
  return names
    .flatMap((name) => folderPattern.exec(name)?.[1] ?? [])
    .toSorted(compareVersions)
    .toReversed();
};

export const cacheSource: NatsServerSource = {
  step: 'cache',
  fix: 'nothing to do: the cache fills as soon as another source works',
  find: async ({ cacheDir }) => {
    const problems: string[] = [];
    for (const version of await listVersions(cacheDir)) {
      const path = join(cacheDir, `nats-server-${version}`, 'nats-server');
      try {
        return { path, version: await readVersion(path) };
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new Error(problems.join('; ') || `nothing in ${cacheDir}`);
  },
};
