import { codes, type ErrorCode } from './codes.ts';

/** One broken rule of a request: where (JSON pointer), what, and how to mend it. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

interface AppErrorOptions {
  cause?: unknown;
  /** Least wait before another try, in ms. */
  retryAfterMs?: number;
  details?: Record<string, unknown>;
  errors?: FieldProblem[];
}

/** An error with a registered code; everything that crosses a border is one of these. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly errors: FieldProblem[] | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
    this.errors = options.errors;
  }

  get status(): number {
    return codes[this.code].status;
  }

  get retryable(): boolean {
    return codes[this.code].retry === 'backoff';
  }
}
