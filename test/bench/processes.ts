import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const start = (entry: string, env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [entry], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });

/** Starts a process of the bench and waits for its word that it is ready. */
export const startNode = async (entry: string, env: Record<string, string>): Promise<ChildProcess> => {
  const child = start(entry, env);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${entry} ended with ${code}`)));
  });
  return child;
};

/** A round takes seconds; one that takes a minute waits for something that will not come. */
const limitMs = 60_000;

/**
 * Runs a process to its end and reads the one JSON line it prints.
 * @throws Error if it fails, or does not end within a minute
 */
export const runToEnd = async <Result>(entry: string, env: Record<string, string>): Promise<Result> => {
  const child = start(entry, env);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(limit);
  if (code !== 0) throw new Error(`${entry} ended with ${code}: ${output}`);
  return JSON.parse(output) as Result;
};
