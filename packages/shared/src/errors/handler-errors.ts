/** Thrown by a handler: no later attempt can succeed, so the command fails now. */
export class NonRetryableError extends Error {
  override readonly name = 'NonRetryableError';
  readonly code: string;

  /** @param code `area.problem`, shown and grouped by in the console */
  constructor(message: string, code = 'handler.failed', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Thrown by a handler: worth another attempt, and not before `retryAfterMs`. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ErrorOptions & { code?: string; retryAfterMs?: number } = {}) {
    super(message, options);
    this.code = options.code ?? 'handler.failed';
    this.retryAfterMs = options.retryAfterMs;
  }
}
