import { AppError, type FieldProblem } from '@signalbox/shared/errors/app-error';
import { isErrorCode } from '@signalbox/shared/errors/codes';
import { NonRetryableError, RetryableError } from '@signalbox/shared/errors/handler-errors';

/** An error on its way between threads or processes, which keep of it neither its class nor its fields. */
export interface CrossedError {
  kind: 'app' | 'non-retryable' | 'retryable' | 'other' | 'no-error';
  name: string;
  message: string;
  stack?: string | undefined;
  code?: string | undefined;
  retryAfterMs?: number | undefined;
  details?: Record<string, unknown> | undefined;
  errors?: FieldProblem[] | undefined;
}

const toKind = (error: Error): CrossedError['kind'] => {
  if (error instanceof AppError) return 'app';
  if (error instanceof NonRetryableError) return 'non-retryable';
  return error instanceof RetryableError ? 'retryable' : 'other';
};

const toPlain = <Value>(value: Value | undefined): Value | undefined => {
  try {
    return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Value);
  } catch {
    return undefined;
  }
};

export const toCrossedError = (thrown: unknown): CrossedError => {
  if (!(thrown instanceof Error)) {
    const message = typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
    return { kind: 'no-error', name: 'Error', message };
  }
  const { name, message, stack } = thrown;
  const { code } = thrown as { code?: unknown };
  return {
    kind: toKind(thrown),
    name: name === 'Error' ? thrown.constructor.name : name,
    message,
    stack,
    ...(typeof code === 'string' && { code }),
    ...((thrown instanceof AppError || thrown instanceof RetryableError) && {
      retryAfterMs: thrown.retryAfterMs,
    }),
    ...(thrown instanceof AppError && { details: toPlain(thrown.details), errors: thrown.errors }),
  };
};

/** Without the fields that have no value: the options of errors do not take undefined. */
const present = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };

const rebuild = ({ kind, name, message, code, retryAfterMs, details, errors }: CrossedError): Error => {
  if (kind === 'app' && code !== undefined && isErrorCode(code))
    return new AppError(code, message, present({ retryAfterMs, details, errors }));
  if (kind === 'non-retryable') return new NonRetryableError(message, code);
  if (kind === 'retryable') return new RetryableError(message, present({ code, retryAfterMs }));
  return Object.assign(new Error(message), { name }, present({ code }));
};

/** The error as its thrower made it: class where that decides something, name, code, stack. */
export const fromCrossedError = (crossed: CrossedError): unknown => {
  if (crossed.kind === 'no-error') return crossed.message;
  const error = rebuild(crossed);
  if (crossed.stack !== undefined) error.stack = crossed.stack;
  return error;
};
