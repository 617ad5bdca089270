import type { SupervisionPolicy } from '../policy.ts';

type BackoffPolicy = Pick<SupervisionPolicy, 'backoffFirstMs' | 'backoffJitter'>;

/**
 * The wait in ms before the next start.
 * @param failures in a row, from 1
 * @param random a number in [0, 1), injected so that tests are exact
 */
export const computeBackoffMs = (
  policy: BackoffPolicy,
  { failures, capMs, random }: { failures: number; capMs: number; random: number },
): number => {
  const plainMs = Math.min(capMs, policy.backoffFirstMs * 2 ** (failures - 1));
  return Math.round(plainMs * (1 + policy.backoffJitter * (2 * random - 1)));
};
