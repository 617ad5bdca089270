import { spawn, type ChildProcess } from 'node:child_process';
import { LineFramer } from '../logs/line-framer.ts';
import type { ProcessLog } from '../logs/process-log.ts';
import type { ProcessSpec } from './process-spec.ts';

const nobody = new Set(['ENOENT', 'EACCES']);

/** Whether a failed spawn fails again however often it is tried. */
export const isFatalSpawnError = (error: NodeJS.ErrnoException): boolean => nobody.has(error.code ?? '');

/**
 * Starts the process as the leader of a group of its own, so that all of it can be signalled, and with an IPC channel,
 * whose end tells it that the supervisor is gone.
 */
export const spawnChild = (spec: ProcessSpec, log: ProcessLog): ChildProcess => {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of ['stdout', 'stderr'] as const) {
    const framer = new LineFramer((line) => log.add(stream, line));
    child[stream]?.on('data', (chunk: Buffer) => framer.write(chunk));
    child[stream]?.on('end', () => framer.end());
    // A pipe that breaks ends like one that is closed.
    child[stream]?.on('error', () => framer.end());
  }
  return child;
};
