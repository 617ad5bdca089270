import type { AnyChild, HandlerContext } from '../handlers/handler.ts';
import { fromCrossedError, toCrossedError } from './crossed-error.ts';
import type { Answer, CallMethod, FromHost, ToHost } from './protocol.ts';

type Call = Extract<FromHost, { type: 'call' }>;
type Spawn = (name: unknown, input: unknown, options: unknown) => Promise<AnyChild>;
type SpawnAll = (name: unknown, inputs: unknown, options: unknown) => Promise<unknown>;

/** Answers what a handler in another thread or process asks of the attempt's context. */
export class CallServer {
  readonly #context: HandlerContext;
  readonly #run: number;
  readonly #tell: (told: ToHost) => void;
  readonly #children = new Map<string, AnyChild>();
  readonly #acts = new Map<number, PromiseWithResolvers<unknown>>();

  constructor(context: HandlerContext, run: number, tell: (told: ToHost) => void) {
    this.#context = context;
    this.#run = run;
    this.#tell = tell;
  }

  async serve({ call, method, args }: Call): Promise<void> {
    let answer: Answer;
    try {
      answer = { value: await this.#do(method, args, call) };
    } catch (thrown) {
      answer = { error: toCrossedError(thrown) };
    }
    this.#tell({ type: 'answer', run: this.#run, call, answer });
  }

  /** The host has done the part of a step. */
  acted(call: number, answer: Answer): void {
    const waiting = this.#acts.get(call);
    this.#acts.delete(call);
    if ('error' in answer) waiting?.reject(fromCrossedError(answer.error));
    else waiting?.resolve(answer.value);
  }

  async #do(method: CallMethod, args: readonly unknown[], call: number): Promise<unknown> {
    const [first, second, third] = args;
    switch (method) {
      case 'step':
        return this.#context.step(String(first), () => this.#act(call));
      case 'spawn': {
        // Its types were checked where the handler was written; its values are checked here, as any input.
        const child = await (this.#context.spawn as Spawn)(first, second, third);
        this.#children.set(child.id, child);
        return child.id;
      }
      case 'ended':
        return this.#children.get(String(first))?.ended();
      case 'spawnAll':
        return (this.#context.spawnAll as SpawnAll)(first, second, third);
      case 'ask':
        return this.#context.ask(String(first), second);
      default:
        return method satisfies never;
    }
  }

  #act(call: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#acts.set(call, waiting);
    this.#tell({ type: 'act', run: this.#run, call });
    return waiting.promise;
  }
}
