import type { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { createHandlerContext, type AttemptContext } from '../handler-context/create-handler-context.ts';
import type { HandlerServices } from '../handler-context/services.ts';
import type { AnyHandler, HandlerContext } from '../handlers/handler.ts';
import type { Slot } from '../lanes/slot.ts';
import type { Delivery } from './delivery.ts';
import { keepsResult, toGiveUpError, toGraceMs, type GiveUpReason } from './give-up.ts';
import type { Attempt, InFlight } from './in-flight.ts';

/** A handler at work somewhere else than in this event loop. */
export interface HandlerRun {
  result: Promise<unknown>;
  /** Ends it by force; the result need not settle after that. */
  stop?(): void;
}

export type Runner = (input: unknown, context: HandlerContext) => HandlerRun;

export interface RunOptions {
  handler: AnyHandler;
  /** Runs the handler where it can be ended by force; in this event loop if absent. */
  runner?: Runner;
  /** How long a handler may take to end by itself once it was told to. */
  graceMs: number;
  inFlight: Pick<InFlight, 'add'>;
  announce: () => void;
  services: HandlerServices;
  slot: Pick<Slot, 'releaseWhile'>;
}

/** An attempt whose handler is at work: settles once, with what the handler says or with why it was given up. */
class RunningAttempt implements Attempt {
  readonly message: PulledMessage;
  readonly command: CommandEnvelope;
  readonly timeoutMs: number;
  readonly runningSince = performance.now();
  announced = false;
  readonly announce: () => void;
  readonly #options: RunOptions;
  readonly #context: AttemptContext;
  readonly #settled = Promise.withResolvers<unknown>();
  #givenUp: { reason: GiveUpReason; error: AppError } | undefined;
  #grace: NodeJS.Timeout | undefined;
  #elsewhere: HandlerRun | undefined;
  #isOver = false;

  constructor(delivery: Delivery, options: RunOptions) {
    const { message, command, definition } = delivery;
    this.message = message;
    this.command = command;
    this.timeoutMs = command.timeoutMs ?? definition.timeoutMs;
    this.announce = options.announce;
    this.#options = options;
    this.#context = createHandlerContext(delivery, options.services, options.slot);
  }

  get result(): Promise<unknown> {
    return this.#settled.promise;
  }

  get context(): AttemptContext {
    return this.#context;
  }

  start(input: unknown): void {
    try {
      const { runner, handler } = this.#options;
      if (runner) return this.#follow(runner(input, this.#context));
      const returned = handler(input, this.#context);
      if (returned instanceof Promise) this.#await(returned);
      else this.#end(returned);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  giveUp(reason: GiveUpReason, text?: string): boolean {
    if (this.#isOver) return false;
    // Whatever else ended the attempt, a canceled command is not to run again.
    if (this.#givenUp && (reason !== 'canceled' || this.#givenUp.reason === 'canceled')) return true;
    const error = toGiveUpError(reason, { timeoutMs: this.timeoutMs, text });
    this.#givenUp = { reason, error };
    this.#context.abort(error);
    const graceMs = toGraceMs(reason, this.#options.graceMs);
    this.#grace ??= setTimeout(() => this.#endByForce(graceMs), graceMs);
    return true;
  }

  #follow(handlerRun: HandlerRun): void {
    this.#elsewhere = handlerRun;
    this.#await(handlerRun.result);
  }

  #await(result: Promise<unknown>): void {
    result.then(
      (value) => this.#end(value),
      (thrown: unknown) => this.#fail(thrown),
    );
  }

  #end(value: unknown): void {
    if (this.#givenUp && !keepsResult[this.#givenUp.reason]) return this.#fail(this.#givenUp.error);
    if (this.#close()) this.#settled.resolve(value);
  }

  /** What a handler throws once it was told to end says no more than that it ended. */
  #fail(thrown: unknown): void {
    if (this.#close()) this.#settled.reject(this.#givenUp?.error ?? thrown);
  }

  #endByForce(graceMs: number): void {
    if (this.#elsewhere?.stop) this.#elsewhere.stop();
    else {
      this.#options.services.logger.warn(
        { commandId: this.command.id, command: this.command.name, reason: this.#givenUp?.reason, graceMs },
        `the handler of ${this.command.name} was told to end and did not: it is abandoned and may still be at work. Let it heed context.signal, or define the command with isolation: 'thread', where it is ended by force`,
      );
    }
    this.#fail(this.#givenUp?.error);
  }

  #close(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    // Its outcome is on its way and tells the same; a slow bus would be burdened with one event more for each.
    this.announced = true;
    if (this.#grace) clearTimeout(this.#grace);
    return true;
  }
}

export interface Run {
  attempt: Attempt;
  context: AttemptContext;
  /** Settles with what the handler returned or threw, or with why the attempt was given up. */
  result: Promise<unknown>;
}

/** Starts the handler; its time limit and its lease are kept by the sweep of `inFlight`. */
export const run = (delivery: Delivery, options: RunOptions): Run => {
  const attempt = new RunningAttempt(delivery, options);
  options.inFlight.add(attempt);
  attempt.start(delivery.input);
  return { attempt, context: attempt.context, result: attempt.result };
};
