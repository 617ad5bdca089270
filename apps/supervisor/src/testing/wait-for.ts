import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 20;

/** Waits until `read` gives something other than undefined or false; fails with the last word of `describe`. */
export const waitFor = async <Value>(
  read: () => Value | undefined | false | Promise<Value | undefined | false>,
  {
    limitMs = 10_000,
    describe = () => 'it did not happen',
  }: { limitMs?: number; describe?: () => string } = {},
): Promise<Value> => {
  const deadlineMs = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadlineMs) throw new Error(`within ${limitMs} ms: ${describe()}`);
    await sleep(pollMs);
  }
};

/** Whether there is a process with this id; one that has ended and waits for its parent's notice does not count. */
export const isRunning = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const { readFile } = await import('node:fs/promises');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return process.platform !== 'linux' || (stat !== '' && !/\) [ZX] /.test(stat));
};
