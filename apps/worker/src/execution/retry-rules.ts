import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type { ErrorFacts } from './error-facts.ts';

const matchesCode = (code: string, pattern: string): boolean =>
  pattern.endsWith('.*') ? code.startsWith(pattern.slice(0, -1)) : code === pattern;

const matches = ({ names, code }: ErrorFacts, pattern: string): boolean =>
  names.includes(pattern) || matchesCode(code, pattern);

/** A base class such as `Error` matches, but does not name an error that says of itself that trying again is in vain. */
const isNamedBy = ({ names, code }: ErrorFacts, pattern: string): boolean =>
  names[0] === pattern || matchesCode(code, pattern);

/** Whether the policy allows another attempt after this error, the number of attempts aside. */
export const isWorthRetrying = (
  error: ErrorFacts,
  { retryOn, stopOn }: Pick<RetryPolicy, 'retryOn' | 'stopOn'>,
): boolean => {
  if (stopOn?.some((pattern) => matches(error, pattern))) return false;
  if (!retryOn) return error.retryable;
  return error.retryable
    ? retryOn.some((pattern) => matches(error, pattern))
    : retryOn.some((pattern) => isNamedBy(error, pattern));
};
