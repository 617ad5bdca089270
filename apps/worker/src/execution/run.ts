import { AppError } from '@signalbox/shared/errors/app-error';
import type { ProgressEvent } from '@signalbox/shared/events/command-event';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { AnyHandler } from '../handlers/handler.ts';
import type { Delivery } from './delivery.ts';
import type { Attempt, InFlight } from './in-flight.ts';

export interface RunOptions {
  handler: AnyHandler;
  inFlight: InFlight;
  logger: Logger;
  worker: string;
  announce: () => void;
  reportProgress: (event: ProgressEvent) => void;
  allowPrivateAddresses: boolean;
}

const progressIntervalMs = 250;

const giveUpErrors = {
  'timed-out': (timeoutMs: number) =>
    new AppError('command.timed_out', `The attempt took longer than its limit of ${timeoutMs} ms.`),
  interrupted: () => new AppError('command.interrupted', 'The worker stopped before the attempt ended.'),
} as const;

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

export interface Run {
  attempt: Attempt;
  /** Settles with what the handler returned or threw, or with the time limit's error. */
  result: Promise<unknown>;
}

/** Starts the handler; its time limit and its lease are kept by the sweep of `inFlight`. */
export const run = (delivery: Delivery, options: RunOptions): Run => {
  const { message, command, definition, input } = delivery;
  const { promise: result, resolve, reject } = Promise.withResolvers<unknown>();
  const timeoutMs = command.timeoutMs ?? definition.timeoutMs;
  let controller: AbortController | undefined;
  const now = performance.now();
  const attempt: Attempt = {
    message,
    leasedAt: now,
    runningSince: now,
    timeoutMs,
    announced: false,
    announce: options.announce,
    giveUp: (reason) => {
      const error = giveUpErrors[reason](timeoutMs);
      controller?.abort(error);
      reject(error);
    },
  };
  options.inFlight.add(attempt);
  const context = {
    id: command.id,
    idempotencyKey: command.id,
    attempt: delivery.attempt,
    allowedAttempts: delivery.allowedAttempts,
    // Made when first asked for: most handlers never look.
    get signal() {
      controller ??= new AbortController();
      return controller.signal;
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
  };
  try {
    const returned = options.handler(input, context);
    // Resolved with a promise, the result would follow that alone and no longer hear of giving up.
    if (returned instanceof Promise) returned.then(resolve, reject);
    else resolve(returned);
  } catch (thrown) {
    reject(thrown);
  }
  return { attempt, result };
};
