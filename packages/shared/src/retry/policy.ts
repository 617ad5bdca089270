import { z } from 'zod';

export const retryStrategies = ['exponential', 'exponential_jitter', 'fixed', 'random'] as const;

/** The class or the code of an error, such as `TypeError` or `http.try_later`; `http.*` is every code that begins so. */
const errorPatternSchema = z
  .string()
  .regex(
    /^[A-Za-z][\w.]*(\.\*)?$/,
    'use the class or code of an error, or the beginning of a code with .* after it',
  )
  .max(100);

/** Retry settings; a part left out is inherited (command submitted → definition → global). Durations in ms. */
export const retryOverrideSchema = z.strictObject({
  enabled: z.boolean().optional(),
  maxAttempts: z.int().min(1).max(100).optional(),
  strategy: z.enum(retryStrategies).optional(),
  waitMinMs: z.int().min(0).max(86_400_000).optional(),
  waitMaxMs: z.int().min(0).max(86_400_000).optional(),
  waitMs: z.int().min(0).max(86_400_000).optional(),
  multiplier: z.number().min(1).max(100).optional(),
  maxAgeMs: z.int().min(1).max(31_536_000_000).optional(),
  retryOn: z.array(errorPatternSchema).max(50).optional(),
  stopOn: z.array(errorPatternSchema).max(50).optional(),
});

export type RetryOverride = z.infer<typeof retryOverrideSchema>;
export type RetryStrategy = (typeof retryStrategies)[number];

export interface RetryPolicy {
  enabled: boolean;
  /** The first attempt included. */
  maxAttempts: number;
  strategy: RetryStrategy;
  waitMinMs: number;
  waitMaxMs: number;
  /** The wait of `fixed`, and the most that `exponential_jitter` adds. */
  waitMs: number;
  /** Seconds of the first exponential wait; each further wait is twice the one before. */
  multiplier: number;
  /** No attempt begins later than this after the command was submitted, or due. */
  maxAgeMs?: number;
  /** If given, only errors that match one of these are tried again. */
  retryOn?: readonly string[];
  /** Errors that match one of these are not tried again, whatever else is said. */
  stopOn?: readonly string[];
}

export const defaultRetryPolicy: RetryPolicy = {
  enabled: true,
  maxAttempts: 3,
  strategy: 'exponential_jitter',
  waitMinMs: 1_000,
  waitMaxMs: 30_000,
  waitMs: 1_000,
  multiplier: 2,
};

/** Lays overrides over a policy field by field; later ones win. */
export const resolveRetryPolicy = (
  base: RetryPolicy,
  ...overrides: (RetryOverride | undefined)[]
): RetryPolicy => {
  const policy: RetryPolicy = { ...base };
  for (const override of overrides) {
    for (const [field, value] of Object.entries(override ?? {})) {
      if (value !== undefined) Object.assign(policy, { [field]: value });
    }
  }
  return policy;
};

/** The attempts a policy really allows. */
export const allowedAttempts = (policy: RetryPolicy): number => (policy.enabled ? policy.maxAttempts : 1);

/**
 * The wait in ms after a failed attempt.
 * @param attempt the attempt that failed, from 1
 * @param random a number in [0, 1), injected so that tests are exact
 */
export const computeWaitMs = (policy: RetryPolicy, attempt: number, random: number): number => {
  const clamp = (waitMs: number) => Math.max(policy.waitMinMs, Math.min(policy.waitMaxMs, waitMs));
  const exponentialMs = clamp(1_000 * policy.multiplier * 2 ** (attempt - 1));
  switch (policy.strategy) {
    case 'exponential':
      return exponentialMs;
    case 'exponential_jitter':
      return Math.round(exponentialMs + random * policy.waitMs);
    case 'fixed':
      return policy.waitMs;
    case 'random':
      return Math.round(policy.waitMinMs + random * Math.max(0, policy.waitMaxMs - policy.waitMinMs));
    default:
      return policy.strategy satisfies never;
  }
};
