import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { readProfile } from './profiles.ts';
import { variables } from './variables.ts';

const environmentSchema = z.object(variables);

/** The whole environment, typed; each service takes what it needs in its `config.ts`. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

const findConflicts = (environment: Environment): ConfigProblem[] =>
  environment.RETRY_WAIT_MIN_MS > environment.RETRY_WAIT_MAX_MS
    ? [
        {
          variable: 'RETRY_WAIT_MIN_MS',
          detail: `must not be above RETRY_WAIT_MAX_MS (${environment.RETRY_WAIT_MAX_MS})`,
        },
      ]
    : [];

/** An empty value counts as unset, as compose files pass `NAME=` for what is not given. */
const dropEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

/**
 * Reads every variable at once; a profile stands in for what is not given.
 * @throws ConfigError with all problems
 */
export const readEnvironment = (env: NodeJS.ProcessEnv): Environment => {
  const given = dropEmpty(env);
  const parsed = environmentSchema.safeParse({ ...readProfile(given['SIGNALBOX_PROFILE']), ...given });
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({
        variable: String(issue.path[0]),
        detail: `${issue.message}; it is ${JSON.stringify(env[String(issue.path[0])])}`,
      })),
    );
  }
  const conflicts = findConflicts(parsed.data);
  if (conflicts.length > 0) throw new ConfigError(conflicts);
  return Object.freeze(parsed.data);
};

/** The global retry policy. */
export const toRetryPolicy = (environment: Environment): RetryPolicy => ({
  enabled: environment.RETRY_ENABLED,
  maxAttempts: environment.RETRY_MAX_ATTEMPTS,
  strategy: environment.RETRY_STRATEGY,
  waitMinMs: environment.RETRY_WAIT_MIN_MS,
  waitMaxMs: environment.RETRY_WAIT_MAX_MS,
  waitMs: environment.RETRY_WAIT_MS,
  multiplier: environment.RETRY_MULTIPLIER,
});
