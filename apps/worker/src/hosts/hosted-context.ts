import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { AnyChild, HandlerContext } from '../handlers/handler.ts';
import { fromCrossedError, toCrossedError, type CrossedError } from './crossed-error.ts';
import type { Answer, CallMethod, FromHost, HostedFacts } from './protocol.ts';

type Said = FromHost extends infer One ? (One extends unknown ? Omit<One, 'run'> : never) : never;

export interface HostedContextOptions {
  facts: HostedFacts;
  say: (said: Said) => void;
  logger: () => Logger;
}

const toAnswer = async (act: () => unknown): Promise<Answer> => {
  try {
    return { value: await act() };
  } catch (thrown) {
    return { error: toCrossedError(thrown) };
  }
};

/** The context of a handler in a thread or process of its own: what it asks is answered by the context of the attempt, by messages. */
export class HostedContext {
  readonly context: HandlerContext;
  readonly #say: (said: Said) => void;
  readonly #controller = new AbortController();
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #acts = new Map<number, () => unknown>();
  #count = 0;

  constructor({ facts, say, logger }: HostedContextOptions) {
    this.#say = say;
    const write =
      (level: 'info' | 'warn' | 'error') =>
      (message: string, fields?: Record<string, unknown>): void =>
        say({ type: 'log', level, message, ...(fields && { fields }) });
    this.context = {
      ...facts,
      idempotencyKey: facts.id,
      signal: this.#controller.signal,
      get logger() {
        return logger();
      },
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      progress: (percent, message) =>
        say({ type: 'progress', percent, ...(message !== undefined && { message }) }),
      // The types of these are the interface's; on the way they are any values.
      step: ((key: string, act: () => unknown) => this.#call('step', [key], act)) as HandlerContext['step'],
      spawn: (async (...args: unknown[]) =>
        this.#toChild(await this.#call('spawn', args))) as HandlerContext['spawn'],
      spawnAll: ((...args: unknown[]) => this.#call('spawnAll', args)) as HandlerContext['spawnAll'],
      ask: (subject, question) => this.#call('ask', [subject, question]),
    };
  }

  abort(error: CrossedError): void {
    this.#controller.abort(fromCrossedError(error));
  }

  answer(call: number, answer: Answer): void {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    this.#acts.delete(call);
    if ('error' in answer) waiting?.reject(fromCrossedError(answer.error));
    else waiting?.resolve(answer.value);
  }

  /** Does the part of a step that its call brought along. */
  async act(call: number): Promise<void> {
    const act = this.#acts.get(call);
    const answer = await toAnswer(() => act?.());
    try {
      this.#say({ type: 'acted', call, answer });
    } catch (error) {
      this.#say({ type: 'acted', call, answer: { error: toCrossedError(error) } });
    }
  }

  #call(method: CallMethod, args: unknown[], act?: () => unknown): Promise<unknown> {
    this.#count += 1;
    const call = this.#count;
    const waiting = Promise.withResolvers<unknown>();
    this.#calls.set(call, waiting);
    // A handler may ask only later what became of it.
    waiting.promise.catch(() => undefined);
    if (act) this.#acts.set(call, act);
    this.#say({ type: 'call', call, method, args });
    return waiting.promise;
  }

  #toChild(id: unknown): AnyChild {
    const ended = (): Promise<unknown> => this.#call('ended', [id]);
    return { id: String(id), ended: ended as AnyChild['ended'] };
  }
}
