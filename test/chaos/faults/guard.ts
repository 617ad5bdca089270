import { fork } from 'node:child_process';

export interface Guard extends Disposable {
  /** Called for each process that starts and ends. */
  follow: (pid: number, isAlive: boolean) => void;
}

/**
 * Ends the process groups that are left when this process is gone, however it went. Services notice that themselves,
 * but one that is stopped at that moment cannot.
 */
export const startGuard = (): Guard => {
  // A group of its own: what ends this process by its group does not end the guard.
  const child = fork(new URL('guard-process.ts', import.meta.url), { detached: true, stdio: 'ignore' });
  child.unref();
  child.channel?.unref();
  return {
    follow: (pid, isAlive) => child.connected && child.send({ pid, isAlive }),
    [Symbol.dispose]: () => {
      if (child.connected) child.disconnect();
    },
  };
};
