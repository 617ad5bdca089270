import { Worker } from 'node:worker_threads';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { HandlerContext } from '../handlers/handler.ts';
import { fromCrossedError, toCrossedError } from './crossed-error.ts';
import type { FromThread, ThreadSettings, ToThread } from './protocol.ts';
import { CallServer } from './call-server.ts';

/** A thread that needs more ends with an error of its own, before the process runs out of memory. */
const defaultMaxHeapMb = 512;

export interface HandlerThreadOptions {
  settings: ThreadSettings;
  /** What the thread runs. */
  file?: URL | undefined;
  maxHeapMb?: number | undefined;
}

export interface ThreadWork {
  name: string;
  input: unknown;
  context: HandlerContext;
}

interface CurrentRun {
  context: HandlerContext;
  calls: CallServer;
  settled: PromiseWithResolvers<unknown>;
}

/** One thread, which runs one handler at a time. */
export class HandlerThread {
  readonly #worker: Worker;
  readonly #ended = Promise.withResolvers<void>();
  /** False from the moment it is told to end. */
  isAlive = true;
  #run = 0;
  #current: CurrentRun | undefined;
  #error: unknown;

  constructor({ settings, file, maxHeapMb }: HandlerThreadOptions) {
    this.#worker = new Worker(file ?? new URL('thread-main.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb ?? defaultMaxHeapMb },
    });
    this.#worker.on('message', (said: FromThread) => this.#hear(said));
    this.#worker.on('error', (error) => {
      this.#error = error;
    });
    this.#worker.on('exit', (code) => this.#end(code));
  }

  /** Resolves when the thread is gone, however it ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** @throws AppError `worker.thread_ended` if the thread ends before the handler does */
  run({ name, input, context }: ThreadWork): Promise<unknown> {
    this.#run += 1;
    const run = this.#run;
    const tell = (told: ToThread): void => this.#worker.postMessage(told);
    const settled = Promise.withResolvers<unknown>();
    const { id, attempt, allowedAttempts, allowPrivateAddresses, signal } = context;
    this.#current = { context, calls: new CallServer(context, run, tell), settled };
    tell({ type: 'run', run, name, input, facts: { id, attempt, allowedAttempts, allowPrivateAddresses } });
    const abort = (): void => tell({ type: 'abort', run, error: toCrossedError(signal.reason) });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return settled.promise;
  }

  /** Ends the thread whatever it does. */
  async terminate(): Promise<void> {
    this.isAlive = false;
    await this.#worker.terminate();
  }

  #hear(said: FromThread): void {
    const current = this.#current;
    if (!current || said.run !== this.#run) return undefined;
    switch (said.type) {
      case 'progress':
        return current.context.progress(said.percent, said.message);
      case 'log':
        return current.context.log[said.level](said.message, said.fields);
      case 'call':
        return void current.calls.serve(said);
      case 'acted':
        return current.calls.acted(said.call, said.answer);
      case 'end':
        this.#current = undefined;
        if ('error' in said.answer) return current.settled.reject(fromCrossedError(said.answer.error));
        return current.settled.resolve(said.answer.value);
      default:
        return said satisfies never;
    }
  }

  #end(code: number): void {
    this.isAlive = false;
    const why = this.#error instanceof Error ? `: ${this.#error.message}` : `, with exit code ${code}`;
    const message = `The thread that ran the handler ended before the handler did${why}.`;
    this.#current?.settled.reject(new AppError('worker.thread_ended', message, { cause: this.#error }));
    this.#current = undefined;
    this.#ended.resolve();
  }
}
