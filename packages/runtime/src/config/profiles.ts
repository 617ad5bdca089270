export const profileNames = ['none', 'small', 'normal', 'large', 'rate-limited', 'debug'] as const;
type ProfileName = (typeof profileNames)[number];

/** Other defaults for a kind of installation, as they would be written into its environment. */
const profiles: Readonly<Record<ProfileName, Readonly<Record<string, string>>>> = {
  none: {},
  small: { WORKER_CONCURRENCY: '2', RETRY_MAX_ATTEMPTS: '3', RETRY_WAIT_MAX_MS: '20000' },
  normal: { WORKER_CONCURRENCY: '5', RETRY_MAX_ATTEMPTS: '3', RETRY_WAIT_MAX_MS: '30000' },
  large: { WORKER_CONCURRENCY: '10', RETRY_MAX_ATTEMPTS: '5', RETRY_WAIT_MAX_MS: '30000' },
  'rate-limited': {
    RETRY_STRATEGY: 'exponential',
    RETRY_WAIT_MIN_MS: '5000',
    RETRY_WAIT_MAX_MS: '120000',
  },
  debug: { RETRY_ENABLED: 'false' },
};

/** The defaults of a profile; none for a name that there is not, which is told where the variable is read. */
export const readProfile = (name = 'none'): Readonly<Record<string, string>> =>
  Object.entries(profiles).find(([known]) => known === name)?.[1] ?? {};
