import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, processIdentitySchema, type ProcessIdentity } from './process-identity.ts';

export interface Lock {
  release(): void;
}

const readOwner = (path: string): ProcessIdentity | undefined => {
  try {
    return processIdentitySchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
};

/** Makes the lock appear with its content at once, or not at all if there is one. */
const tryCreate = (path: string, draft: string): boolean => {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

/** Takes a dead owner's lock away; if it turns out to be a living one's, who was quicker, it is put back. */
const clearStale = (path: string, aside: string): void => {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const owner = readOwner(aside);
  if (owner !== undefined && isAlive(owner)) tryCreate(path, aside);
  rmSync(aside, { force: true });
};

const maxTries = 20;

/** @returns the lock, or who has it */
export const acquireLock = (path: string): { lock: Lock } | { owner: ProcessIdentity } => {
  const self = identify(process.pid);
  if (self === undefined)
    throw new Error('the start time of this process cannot be read; is /proc mounted, or ps installed?');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      if (tryCreate(path, draft)) return { lock: { release: () => rmSync(path, { force: true }) } };
      const owner = readOwner(path);
      if (owner !== undefined && isAlive(owner)) return { owner };
      clearStale(path, `${draft}.stale`);
    }
    throw new Error(`the lock ${path} cannot be taken; remove it if no supervisor runs`);
  } finally {
    rmSync(draft, { force: true });
  }
};
