import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import { findFreePort } from '@signalbox/embedded/testing/free-port';

const root = fileURLToPath(new URL('../../', import.meta.url));

const portNames = [
  'API_PORT',
  'CONSOLE_PORT',
  'WORKER_PORT',
  'RECORDER_PORT',
  'HEALTH_AGGREGATOR_PORT',
  'EMBEDDED_NATS_PORT',
  'EMBEDDED_SURREAL_PORT',
] as const;

/** What `npm start` runs, on free ports with data of its own: the supervisor and every process of the machine. */
export class SupervisedSystem implements AsyncDisposable {
  readonly apiUrl: string;
  readonly consoleUrl: string;
  readonly #env: Record<string, string>;
  readonly #dataDir: string;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(dataDir: string, ports: Record<string, string>) {
    this.#dataDir = dataDir;
    this.apiUrl = `http://127.0.0.1:${ports['API_PORT']}`;
    this.consoleUrl = `http://127.0.0.1:${ports['CONSOLE_PORT']}`;
    this.#env = {
      ...ports,
      SIGNALBOX_DATA_DIR: dataDir,
      CONSOLE_URL: this.consoleUrl,
      INTERNAL_API_URL: this.apiUrl,
      ACK_WAIT_MS: '2000',
    };
  }

  static async create(): Promise<SupervisedSystem> {
    const ports: Record<string, string> = {};
    for (const name of portNames) ports[name] = String(await findFreePort());
    const system = new SupervisedSystem(await mkdtemp(join(tmpdir(), 'signalbox-')), ports);
    system.start();
    await system.ready();
    return system;
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('The supervisor does not run');
    return pid;
  }

  start(): void {
    this.#output = '';
    const child = spawn(process.execPath, ['apps/supervisor/src/main.ts', 'up', '--demo'], {
      cwd: root,
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.#child = child;
  }

  /** The whole path has been gone through once. */
  async ready(): Promise<void> {
    try {
      await eventually('the start is finished', async () => this.#output.includes('Try it:'), {
        limitMs: 100_000,
      });
    } catch (error) {
      throw new Error(`${String(error)}\n--- output ---\n${this.#output}`, { cause: error });
    }
  }

  /** Pids of every process that the supervisor of this system has started. */
  async childPids(): Promise<number[]> {
    const { stdout } = await this.#run('ps', ['-e', '-o', 'pid=,ppid=']);
    const parents = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    const found = new Set([this.pid]);
    for (let before = 0; before < found.size;) {
      before = found.size;
      for (const [pid, parent] of parents) if (pid && parent && found.has(parent)) found.add(pid);
    }
    found.delete(this.pid);
    return [...found];
  }

  /** Runs the `signalbox` command line against this system. */
  async cli(...args: string[]): Promise<{ code: number | null; stdout: string }> {
    return this.#run(process.execPath, ['apps/supervisor/src/main.ts', ...args]);
  }

  async log(name: string): Promise<string> {
    return readFile(join(this.#dataDir, 'logs', `${name}.log`), 'utf8');
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #run(command: string, args: string[]): Promise<{ code: number | null; stdout: string }> {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { code, stdout };
  }
}

/** Whether a process lives; a zombie does not. */
export const isAlive = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return !/\) Z /.test(stat);
  } catch {
    return false;
  }
};
