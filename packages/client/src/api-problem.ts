import type { Problem } from '@signalbox/shared/http/problem';

interface ApiProblemOptions {
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** Any answer that is not what was asked for, as the problem document that explains it; status 0 is no answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  /** Least wait before another try, in ms, where the API names one. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, { retryAfterMs, cause }: ApiProblemOptions = {}) {
    super(problem.detail, { cause });
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The broken rules, each with a JSON pointer. */
  get errors(): { pointer: string; detail: string }[] {
    return this.problem.errors ?? [];
  }

  /** True if the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}
