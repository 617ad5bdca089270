import type { AppError } from '@signalbox/shared/errors/app-error';
import type { HandlerContext } from '../handlers/handler.ts';
import { CallServer } from './call-server.ts';
import { fromCrossedError, toCrossedError } from './crossed-error.ts';
import type { Host, OpenHost } from './host.ts';
import type { FromHost, ToHost } from './protocol.ts';

export interface HandlerWork {
  name: string;
  input: unknown;
  context: HandlerContext;
}

interface CurrentRun {
  context: HandlerContext;
  calls: CallServer;
  settled: PromiseWithResolvers<unknown>;
}

/** What a handler says that cannot be told on is no reason for the worker to fail. */
const heed = ({ context }: CurrentRun, tellOn: (context: HandlerContext) => void): void => {
  try {
    tellOn(context);
  } catch (error) {
    context.logger.warn({ err: error }, 'what a handler said could not be told on');
  }
};

/** One thread or process, which runs one handler at a time. */
export class HandlerHost {
  readonly #host: Host;
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  /** False from the moment it is told to end. */
  isAlive = true;
  #run = 0;
  #current: CurrentRun | undefined;
  #endedBy: AppError | undefined;

  constructor(open: OpenHost) {
    // Most never ask.
    this.#ready.promise.catch(() => undefined);
    this.#host = open({ hear: (said) => this.#hear(said), ended: (error) => this.#end(error) });
  }

  /** Resolves once a handler would begin at once; rejects if it ends before. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when it is gone, however it ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** @throws AppError that says so if it ends before the handler does */
  run({ name, input, context }: HandlerWork): Promise<unknown> {
    if (this.#endedBy) return Promise.reject(this.#endedBy);
    this.#run += 1;
    const run = this.#run;
    const tell = (told: ToHost): void => this.#host.tell(told);
    const settled = Promise.withResolvers<unknown>();
    const { id, attempt, allowedAttempts, allowPrivateAddresses, signal } = context;
    this.#current = { context, calls: new CallServer(context, run, tell), settled };
    tell({ type: 'run', run, name, input, facts: { id, attempt, allowedAttempts, allowPrivateAddresses } });
    const abort = (): void => tell({ type: 'abort', run, error: toCrossedError(signal.reason) });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return settled.promise;
  }

  /** Ends it whatever it does. */
  async terminate(): Promise<void> {
    this.isAlive = false;
    await this.#host.end();
  }

  #hear(said: FromHost): void {
    if (said.type === 'ready') return this.#ready.resolve();
    const current = this.#current;
    if (!current || said.run !== this.#run) return undefined;
    switch (said.type) {
      case 'progress':
        return heed(current, ({ progress }) => progress(said.percent, said.message));
      case 'log':
        return heed(current, ({ log }) => log[said.level](said.message, said.fields));
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

  #end(error: AppError): void {
    this.isAlive = false;
    this.#endedBy = error;
    this.#ready.reject(error);
    this.#current?.settled.reject(error);
    this.#current = undefined;
    this.#ended.resolve();
  }
}
