import type { HandlerRun } from '../execution/run.ts';
import { HandlerThread, type ThreadWork } from './handler-thread.ts';
import type { ThreadSettings } from './protocol.ts';

export interface ThreadPoolOptions extends ThreadSettings {
  /** Threads at once; whoever comes when all are busy waits for one. */
  size: number;
  /** How long a thread without work is kept, in ms. */
  idleMs?: number;
  /** What a thread runs, in tests of what may go wrong. */
  file?: URL;
  maxHeapMb?: number;
}

const defaultIdleMs = 30_000;

interface Waiter {
  readonly resolve: (thread: HandlerThread) => void;
  readonly reject: (error: Error) => void;
}

/** Threads for handlers that must not block the process or may hang: made on demand, used again, ended when idle. */
export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  readonly #threads = new Set<HandlerThread>();
  readonly #idle = new Map<HandlerThread, NodeJS.Timeout>();
  readonly #waiting: Waiter[] = [];

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /** Threads that exist now. */
  get size(): number {
    return this.#threads.size;
  }

  run(work: ThreadWork): HandlerRun {
    const taken = this.#take();
    let isStopped = false;
    const stop = async (): Promise<void> => {
      isStopped = true;
      await (await taken).terminate();
    };
    const result = async (): Promise<unknown> => {
      const thread = await taken;
      if (isStopped) return undefined;
      try {
        return await thread.run(work);
      } finally {
        this.#giveBack(thread);
      }
    };
    // An end by force that fails has nobody to tell: the thread is gone.
    return { result: result(), stop: () => void stop().catch(() => undefined) };
  }

  /** Ends all threads by force. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The threads are closed.'));
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #take(): Promise<HandlerThread> {
    const [idle] = this.#idle.keys();
    if (idle) {
      clearTimeout(this.#idle.get(idle));
      this.#idle.delete(idle);
      return Promise.resolve(idle);
    }
    if (this.#threads.size < this.#options.size) return Promise.resolve(this.#create());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  #create(): HandlerThread {
    const { instance, logLevel, file, maxHeapMb } = this.#options;
    const thread = new HandlerThread({ settings: { instance, logLevel }, file, maxHeapMb });
    this.#threads.add(thread);
    void thread.ended.then(() => this.#forget(thread));
    return thread;
  }

  #giveBack(thread: HandlerThread): void {
    if (!thread.isAlive) return;
    const next = this.#waiting.shift();
    if (next) return next.resolve(thread);
    const idleMs = this.#options.idleMs ?? defaultIdleMs;
    this.#idle.set(thread, setTimeout(() => void thread.terminate(), idleMs).unref());
  }

  #forget(thread: HandlerThread): void {
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
    this.#threads.delete(thread);
    const next = this.#waiting.shift();
    if (next) next.resolve(this.#create());
  }
}
