import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface BeatingProcess extends AsyncDisposable {
  instance: string;
  child: ChildProcess;
}

const main = new URL('beating-process.ts', import.meta.url).pathname;

/** Starts a process that beats; it is killed when disposed of. */
export const spawnBeating = async (
  service: string,
  natsUrl: string,
  intervalMs: number,
): Promise<BeatingProcess> => {
  const child = spawn(process.execPath, [main, service, natsUrl, String(intervalMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    instance: first.toString().trim(),
    child,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
};
