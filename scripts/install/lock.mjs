import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';

const refreshMs = 1_000;
/** A holder refreshes its lock every second; one that has not for this long is gone, whoever has its pid now. */
const staleMs = 15_000;
const waitMs = 200;

const wait = () => new Promise((resolve) => setTimeout(resolve, waitMs));

const tryWrite = (path) => {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Error(`${path} cannot be written (${error.code}): make the folder writable for this user.`, {
      cause: error,
    });
  }
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The pid that holds the lock; undefined if nobody does any more. */
const readHolder = (path) => {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    const ageMs = Date.now() - statSync(path).mtimeMs;
    // A lock that was created this moment may not hold its pid yet.
    if (pid === 0 && ageMs < refreshMs) return 'another process';
    return ageMs < staleMs && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
};

/** Moves the lock of a dead holder away; of several processes that try, one succeeds. */
const removeStale = (path) => {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
};

/**
 * Waits until no other process installs, and keeps others waiting until the returned function is called or this
 * process ends.
 */
export const acquireLock = async (path, say) => {
  let told = false;
  while (!tryWrite(path)) {
    const holder = readHolder(path);
    if (holder === undefined) removeStale(path);
    else {
      if (!told) say(`Packages are being installed by another process (${holder}); waiting for it…`);
      told = true;
      await wait();
    }
  }
  const timer = setInterval(() => utimesSync(path, new Date(), new Date()), refreshMs);
  const release = () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
  process.on('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
};
