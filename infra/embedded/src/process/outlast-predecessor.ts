import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from './config-error.ts';

/** An orphan of an earlier run ends within 2 s of its parent; only what is held longer belongs to somebody else. */
const patienceMs = 3_000;
const intervalMs = 100;

/**
 * Tries again while a port or a folder may still be held by a process of an earlier run.
 * @throws what the last try threw
 */
export const outlastPredecessor = async <T>(claim: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await claim();
    } catch (error) {
      if (!(error instanceof ConfigError) || performance.now() > deadline) throw error;
      await wait(intervalMs);
    }
  }
};
