import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const start = (env: Record<string, string>, args: readonly string[]) => {
  const child = spawn(process.execPath, ['apps/supervisor/src/main.ts', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exited };
};

/** Runs the `signalbox` command line and gives what it says and how it ends. */
export const runCli = async (env: Record<string, string>, args: readonly string[], stdin = '') => {
  const { child, exited } = start(env, args);
  child.stdin.end(stdin);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
};

/** A command line that goes on until it is interrupted. */
export const openCli = (env: Record<string, string>, args: readonly string[]) => {
  const { child, exited } = start(env, args);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return {
    lines: (): string[] => output.split('\n').filter(Boolean),
    interrupt: async (): Promise<number | null> => {
      child.kill('SIGINT');
      return exited;
    },
  };
};
