import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const keptLines = 200;
const stopLimitMs = 15_000;

export interface ServiceProcessOptions {
  name: string;
  /** From the root of the repository. */
  entry: string;
  env: Record<string, string>;
  /** For Node itself. */
  nodeFlags?: readonly string[];
  /** Where `/readyz` answers; without it the process says itself that it is ready. */
  url?: string;
  /** Gets all that the process writes; the last lines of it are kept in memory anyway. */
  logFile?: string;
  /** Told of each start and each end. */
  follow?: (pid: number, isAlive: boolean) => void;
}

/** A service as a process of its own, as it runs in production. */
export class ServiceProcess {
  readonly name: string;
  readonly url: string;
  readonly #options: ServiceProcessOptions;
  #child: ChildProcess | undefined;
  #output = '';
  #saidReady = false;

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
    this.name = options.name;
    this.url = options.url ?? '';
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.name} does not run`);
    return pid;
  }

  get isAlive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get output(): string {
    return this.#output;
  }

  start(): void {
    const child = spawn(process.execPath, [...(this.#options.nodeFlags ?? []), this.#options.entry], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: what the process starts itself ends with it.
      detached: true,
    });
    this.#child = child;
    this.#saidReady = false;
    child.on('message', () => {
      this.#saidReady = true;
    });
    const { follow } = this.#options;
    if (follow && child.pid !== undefined) {
      const { pid } = child;
      follow(pid, true);
      child.once('exit', () => follow(pid, false));
    }
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).split('\n').slice(-keptLines).join('\n');
      if (this.#options.logFile !== undefined) appendFileSync(this.#options.logFile, chunk);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  async ready(limitMs = 30_000): Promise<void> {
    try {
      const isReady = async () =>
        !this.isAlive || (this.#options.url ? (await fetch(`${this.url}/readyz`)).ok : this.#saidReady);
      await eventually(`${this.name} is ready`, isReady, { limitMs });
      if (!this.isAlive) throw new Error(`${this.name} ended before it was ready`);
    } catch (error) {
      throw new Error(`${String(error)}\n--- output of ${this.name} ---\n${this.#output}`, { cause: error });
    }
  }

  /** Sends a signal to the process and all that it has started. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Sends a signal and waits for the end of the process, stopped or not; resolves with its exit code. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const group = -this.pid;
    process.kill(group, signal);
    process.kill(group, 'SIGCONT');
    const limit = setTimeout(() => process.kill(group, 'SIGKILL'), stopLimitMs);
    const code = await exited;
    clearTimeout(limit);
    return code;
  }
}
