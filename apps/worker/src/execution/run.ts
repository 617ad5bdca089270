import type { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { ProgressEvent } from '@signalbox/shared/events/command-event';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { AnyHandler, HandlerContext } from '../handlers/handler.ts';
import type { Delivery } from './delivery.ts';
import { keepsResult, toGiveUpError, toGraceMs, type GiveUpReason } from './give-up.ts';
import type { Attempt, InFlight } from './in-flight.ts';

/** A handler at work somewhere else than in this event loop. */
export interface HandlerRun {
  result: Promise<unknown>;
  /** Ends it by force; the result need not settle after that. */
  stop?(): void;
}

export interface RunOptions {
  handler: AnyHandler;
  /** Runs the handler where it can be ended by force; in this event loop if absent. */
  runner?: (input: unknown, context: HandlerContext) => HandlerRun;
  /** How long a handler may take to end by itself once it was told to. */
  graceMs: number;
  inFlight: InFlight;
  logger: Logger;
  worker: string;
  announce: () => void;
  reportProgress: (event: ProgressEvent) => void;
  allowPrivateAddresses: boolean;
}

const progressIntervalMs = 250;

/** At most four reports a second leave the worker; the last word of an attempt is its outcome anyway. */
const createProgress = (delivery: Delivery, { worker, reportProgress }: RunOptions) => {
  let lastAt = -Infinity;
  let n = 0;
  return (percent: number, message?: string): void => {
    const now = performance.now();
    if (now - lastAt < progressIntervalMs) return;
    lastAt = now;
    n += 1;
    reportProgress({
      type: 'progress',
      id: delivery.command.id,
      at: Date.now(),
      attempt: delivery.attempt,
      worker,
      startedAt: delivery.startedAt,
      n,
      percent: Math.min(100, Math.max(0, percent)),
      ...(message !== undefined && { message }),
    });
  };
};

/** An attempt whose handler is at work: settles once, with what the handler says or with why it was given up. */
class RunningAttempt implements Attempt {
  readonly message: PulledMessage;
  readonly command: CommandEnvelope;
  readonly timeoutMs: number;
  readonly runningSince = performance.now();
  leasedAt = this.runningSince;
  announced = false;
  readonly announce: () => void;
  readonly #options: RunOptions;
  readonly #settled = Promise.withResolvers<unknown>();
  #controller: AbortController | undefined;
  #givenUp: { reason: GiveUpReason; error: AppError } | undefined;
  #grace: NodeJS.Timeout | undefined;
  #elsewhere: HandlerRun | undefined;
  #isOver = false;

  constructor({ message, command, definition }: Delivery, options: RunOptions) {
    this.message = message;
    this.command = command;
    this.timeoutMs = command.timeoutMs ?? definition.timeoutMs;
    this.announce = options.announce;
    this.#options = options;
  }

  get result(): Promise<unknown> {
    return this.#settled.promise;
  }

  /** Made when first asked for: most handlers never look. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#givenUp) this.#controller.abort(this.#givenUp.error);
    return this.#controller.signal;
  }

  start(input: unknown, context: HandlerContext): void {
    try {
      const { runner, handler } = this.#options;
      if (runner) return this.#follow(runner(input, context));
      const returned = handler(input, context);
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
    this.#controller?.abort(error);
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
      this.#options.logger.warn(
        { commandId: this.command.id, command: this.command.name, reason: this.#givenUp?.reason, graceMs },
        `the handler of ${this.command.name} was told to end and did not: it is abandoned and may still be at work. Let it heed context.signal, or define the command with isolation: 'thread', where it is ended by force`,
      );
    }
    this.#fail(this.#givenUp?.error);
  }

  #close(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    if (this.#grace) clearTimeout(this.#grace);
    return true;
  }
}

export interface Run {
  attempt: Attempt;
  /** Settles with what the handler returned or threw, or with why the attempt was given up. */
  result: Promise<unknown>;
}

/** Starts the handler; its time limit and its lease are kept by the sweep of `inFlight`. */
export const run = (delivery: Delivery, options: RunOptions): Run => {
  const { command } = delivery;
  const attempt = new RunningAttempt(delivery, options);
  options.inFlight.add(attempt);
  attempt.start(delivery.input, {
    id: command.id,
    idempotencyKey: command.id,
    attempt: delivery.attempt,
    allowedAttempts: delivery.allowedAttempts,
    get signal() {
      return attempt.signal;
    },
    get logger() {
      return options.logger.child({
        commandId: command.id,
        attempt: delivery.attempt,
        traceId: command.traceId,
      });
    },
    progress: createProgress(delivery, options),
    allowPrivateAddresses: options.allowPrivateAddresses,
  });
  return { attempt, result: attempt.result };
};
