import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';
import { toFingerprint } from './fingerprint.ts';

const maxStackLength = 4_000;
const maxMessageLength = 4_000;

const unknownCode = 'handler.failed';

const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));

const toCode = (thrown: unknown): string =>
  thrown instanceof AppError || thrown instanceof NonRetryableError || thrown instanceof RetryableError
    ? thrown.code
    : unknownCode;

/** The names of an error's class and of the classes that it is derived from, its own first. */
const toClassNames = (error: Error): string[] => {
  const names: string[] = [];
  for (
    let prototype: unknown = Object.getPrototypeOf(error);
    prototype instanceof Error || prototype === Error.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    names.push((prototype as Error).constructor.name);
  }
  // An `AbortError` is of class DOMException, and one that came from another thread is of class Error.
  return names.includes(error.name) ? names : [error.name, ...names];
};

export interface ErrorFacts {
  /** Its class first, then what that is derived from. */
  names: readonly string[];
  /** Registered codes, and such as `ECONNREFUSED`. */
  code: string;
  /** What the error itself says of another attempt; true for unknown errors. */
  retryable: boolean;
  retryAfterMs: number;
}

const isRetryable = (thrown: unknown): boolean => {
  if (thrown instanceof NonRetryableError) return false;
  return thrown instanceof AppError ? thrown.retryable : true;
};

/** What the rules of a retry policy look at. */
export const toErrorFacts = (thrown: unknown): ErrorFacts => {
  const error = toError(thrown);
  const { code } = error as { code?: unknown };
  return {
    names: toClassNames(error),
    code: typeof code === 'string' ? code : unknownCode,
    retryable: isRetryable(thrown),
    retryAfterMs:
      (thrown instanceof AppError || thrown instanceof RetryableError ? thrown.retryAfterMs : undefined) ?? 0,
  };
};

/** Keeps of anything thrown what a person needs to understand the failure. */
export const toCommandError = (thrown: unknown): CommandError => {
  const error = toError(thrown);
  const [name = 'Error'] = toClassNames(error);
  const code = toCode(thrown);
  const message = error.message.slice(0, maxMessageLength);
  return {
    code,
    message,
    retryable: isRetryable(thrown),
    name,
    fingerprint: toFingerprint({ name, code, message, stack: error.stack }),
    ...(thrown instanceof AppError && thrown.details && { details: thrown.details }),
    ...(error.stack && { stack: error.stack.slice(0, maxStackLength) }),
  };
};
