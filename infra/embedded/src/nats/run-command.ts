import { execFile } from 'node:child_process';

interface CommandOptions {
  timeoutMs: number;
  signal?: AbortSignal;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

const describeFailure = (
  command: string,
  output: string,
  error: Error & { killed?: boolean; code?: unknown },
) => {
  if (error.code === 'ENOENT') return `${command} is not installed`;
  if (error.killed) return `${command} did not end in time`;
  const line = output
    .trim()
    .split('\n')
    .findLast((text) => text.trim() !== '');
  return `${command}: ${line?.trim() ?? error.message}`;
};

/**
 * Runs a program to its end and returns what it wrote to stdout and stderr.
 * @throws Error in one line: not installed, too slow, or the last line it wrote
 */
export const runCommand = (command: string, args: string[], options: CommandOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const { timeoutMs, ...rest } = options;
    const child = execFile(
      command,
      args,
      { ...rest, timeout: timeoutMs, maxBuffer: 16_000_000, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const output = `${stdout}\n${stderr}`;
        if (error) reject(new Error(describeFailure(command, output, error)));
        else resolve(output);
      },
    );
    child.stdin?.end();
  });
