import { Worker } from 'node:worker_threads';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { HostSettings, OpenHost } from './host.ts';
import type { FromHost } from './protocol.ts';

/** A thread that needs more ends with an error of its own, before the process runs out of memory. */
const defaultMaxHeapMb = 512;

interface ThreadOptions {
  /** What the thread runs, in tests of what may go wrong. */
  file?: URL;
  maxHeapMb?: number;
}

const toError = (code: number, cause: unknown): AppError => {
  const why = cause instanceof Error ? `: ${cause.message}` : `, with exit code ${code}`;
  const message = `The thread that ran the handler ended before the handler did${why}.`;
  return new AppError('worker.thread_ended', message, { cause });
};

/** Hosts that are threads of this process; one that ends fails its handler with `worker.thread_ended`. */
export const openThread =
  (settings: HostSettings, { file, maxHeapMb = defaultMaxHeapMb }: ThreadOptions = {}): OpenHost =>
  ({ hear, ended }) => {
    const thread = new Worker(file ?? new URL('thread-main.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    let cause: unknown;
    thread.on('message', (said: FromHost) => hear(said));
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', (code) => ended(toError(code, cause)));
    return {
      tell: (told) => thread.postMessage(told),
      end: async () => {
        await thread.terminate();
      },
    };
  };
