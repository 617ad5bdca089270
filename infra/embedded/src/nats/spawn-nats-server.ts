import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';

/** Leaves time for the SIGKILL and the exit within the two seconds a stop may take. */
const gentleStopMs = 1_500;

export interface NatsChild {
  /** Resolves when the process is gone. `code` is 128 + signal where a signal ended it. */
  exited: Promise<{ code: number }>;
  /** SIGTERM, and SIGKILL if that does not end it in time. */
  stop(): Promise<void>;
}

const awaitExit = async (child: ChildProcess): Promise<{ code: number }> => {
  try {
    await once(child, 'exit');
  } catch (error) {
    // A binary that cannot be started at all has no exit, but an error.
    process.stderr.write(`nats-server: ${String(error)}\n`);
    return { code: 1 };
  }
  return { code: child.exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'] };
};

/** Half as many collections as by default, for 2 of 24 µs of a command; its heap is a few ten MB without a backlog. */
const collectorPercent = '200';

/**
 * Starts nats-server in the process group of this process, so that whoever ends the group ends both.
 * Its log goes to stderr line by line.
 */
export const spawnNatsServer = (binary: string, configPath: string): NatsChild => {
  const child = spawn(binary, ['--config', configPath], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { GOGC: collectorPercent, ...process.env },
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stderr.write(`${line}\n`));
  }
  const exited = awaitExit(child);
  return {
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), gentleStopMs);
      await exited;
      clearTimeout(timer);
    },
  };
};
