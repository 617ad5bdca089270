import type { HandlerRun } from '../execution/run.ts';
import { HandlerHost, type HandlerWork } from './handler-host.ts';
import type { OpenHost } from './host.ts';

export interface HostPoolOptions {
  open: OpenHost;
  /** Hosts at once; whoever comes when all are busy waits for one. */
  size: number;
  /** How long a host without work is kept, in ms. */
  idleMs?: number;
}

/** A host that nobody else has, for one run. */
export interface ReservedHost {
  run(work: HandlerWork): HandlerRun;
  /** Gives it back if nothing was run. */
  release(): void;
}

const defaultIdleMs = 30_000;

interface Waiter {
  readonly resolve: (host: HandlerHost) => void;
  readonly reject: (error: Error) => void;
}

/** Threads or processes for handlers that may block or kill what they run in: made on demand, used again, ended when idle. */
export class HostPool {
  readonly #options: HostPoolOptions;
  readonly #hosts = new Set<HandlerHost>();
  readonly #idle = new Map<HandlerHost, NodeJS.Timeout>();
  readonly #waiting: Waiter[] = [];

  constructor(options: HostPoolOptions) {
    this.#options = options;
  }

  /** Hosts that exist now. */
  get size(): number {
    return this.#hosts.size;
  }

  run(work: HandlerWork): HandlerRun {
    return this.#runIn(this.#take(), work);
  }

  /**
   * A host that is ready: what is run in it does not wait for one while its time limit runs.
   * @throws AppError if the host ends before it is ready
   */
  async reserve(): Promise<ReservedHost> {
    const host = await this.#take();
    await host.ready;
    let isUsed = false;
    return {
      run: (work) => {
        isUsed = true;
        return this.#runIn(Promise.resolve(host), work);
      },
      release: () => {
        if (!isUsed) this.#giveBack(host);
        isUsed = true;
      },
    };
  }

  /** Ends all by force. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The hosts are closed.'));
    await Promise.all([...this.#hosts].map((host) => host.terminate()));
  }

  #runIn(taken: Promise<HandlerHost>, work: HandlerWork): HandlerRun {
    let isStopped = false;
    const stop = async (): Promise<void> => {
      isStopped = true;
      await (await taken).terminate();
    };
    const result = async (): Promise<unknown> => {
      const host = await taken;
      if (isStopped) return undefined;
      try {
        return await host.run(work);
      } finally {
        this.#giveBack(host);
      }
    };
    // An end by force that fails has nobody to tell: the host is gone.
    return { result: result(), stop: () => void stop().catch(() => undefined) };
  }

  #take(): Promise<HandlerHost> {
    const [idle] = this.#idle.keys();
    if (idle) {
      clearTimeout(this.#idle.get(idle));
      this.#idle.delete(idle);
      return Promise.resolve(idle);
    }
    if (this.#hosts.size < this.#options.size) return Promise.resolve(this.#create());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  #create(): HandlerHost {
    const host = new HandlerHost(this.#options.open);
    this.#hosts.add(host);
    void host.ended.then(() => this.#forget(host));
    return host;
  }

  #giveBack(host: HandlerHost): void {
    if (!host.isAlive) return;
    const next = this.#waiting.shift();
    if (next) return next.resolve(host);
    const idleMs = this.#options.idleMs ?? defaultIdleMs;
    this.#idle.set(host, setTimeout(() => this.#retire(host), idleMs).unref());
  }

  /** From here on nobody gets it, although it takes a while to end. */
  #retire(host: HandlerHost): void {
    this.#idle.delete(host);
    void host.terminate();
  }

  #forget(host: HandlerHost): void {
    clearTimeout(this.#idle.get(host));
    this.#idle.delete(host);
    this.#hosts.delete(host);
    const next = this.#waiting.shift();
    if (!next) return;
    try {
      next.resolve(this.#create());
    } catch (error) {
      next.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
