import type { Problem } from '@signalbox/shared/http/problem';

/** Any answer that is not what was asked for, as the problem document that explains it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }

  /** True if the same request may succeed later. */
  get isPassing(): boolean {
    return this.problem.status === 0 || this.problem.status === 429 || this.problem.status >= 502;
  }
}
