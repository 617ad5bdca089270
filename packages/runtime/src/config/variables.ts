import { defaultRetryPolicy, retryStrategies } from '@signalbox/shared/retry/policy';
import { z } from 'zod';
import { profileNames } from './profiles.ts';

const port = (value: number) => whole(value, { min: 1, max: 65_535 });

const whole = (value: number, { min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(/^-?\d+$/, `must be a whole number from ${min} to ${max}, such as ${value}`)
    .transform(Number)
    .refine((number) => number >= min && number <= max, `must be from ${min} to ${max}, such as ${value}`)
    .default(value);

const text = (value: string) =>
  z.string().min(1, `must not be empty; the default is ${value}`).default(value);

const secret = (value: string) => z.string().min(1, 'must not be empty').default(value);

const truthy = new Set(['true', '1', 'yes', 'on']);
const falsy = new Set(['false', '0', 'no', 'off']);

const flag = (value: boolean) =>
  z
    .string()
    .transform((word) => word.toLowerCase())
    .refine(
      (word) => truthy.has(word) || falsy.has(word),
      'must be one of true, 1, yes and on, or one of false, 0, no and off',
    )
    .transform((word) => truthy.has(word))
    .default(value);

const choice = <const Words extends readonly [string, ...string[]]>(words: Words, value: Words[number]) =>
  z
    .string()
    .default(value)
    .pipe(z.enum(words, `must be one of ${words.join(', ')}`));

const address = (value: string, protocols: RegExp) =>
  z.url({ protocol: protocols, error: `must be a URL such as ${value}` }).default(value);

const decimal = (value: number, { min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, `must be a number from ${min} to ${max}, such as ${value}`)
    .transform(Number)
    .refine((number) => number >= min && number <= max, `must be from ${min} to ${max}, such as ${value}`)
    .default(value);

const day = 86_400_000;
const waitRange = { min: 0, max: day };

/** Every environment variable that Signalbox reads, with its rule and its default. */
export const variables = {
  NATS_URL: address('nats://127.0.0.1:14222', /^(nats|tls|ws|wss)$/),
  SURREAL_URL: address('ws://127.0.0.1:18000/rpc', /^(ws|wss|http|https)$/),
  SURREAL_USER: text('root'),
  SURREAL_PASSWORD: secret('root'),
  SURREAL_NAMESPACE: text('signalbox'),
  SURREAL_DATABASE: text('signalbox'),
  API_HOST: text('127.0.0.1'),
  API_PORT: port(5055),
  API_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as https://signalbox.example.org' })
    .optional(),
  API_BODY_LIMIT_BYTES: whole(1_000_000, { min: 1_000, max: 8_000_000 }),
  WORKER_PORT: port(5056),
  WORKER_CONCURRENCY: whole(64, { min: 1, max: 10_000 }),
  WORKER_QUEUES: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]*(,[a-z0-9][a-z0-9_-]*)*$/,
      'must be queue names with commas between, such as default,http',
    )
    .transform((list) => list.split(','))
    .optional(),
  WORKER_THREADS: whole(4, { min: 1, max: 256 }),
  WORKER_DRAIN_MS: whole(25_000, { min: 0, max: 600_000 }),
  RECORDER_PORT: port(5057),
  HEALTH_AGGREGATOR_PORT: port(5058),
  SERVICE_HOST: text('127.0.0.1'),
  CONSOLE_HOST: text('127.0.0.1'),
  CONSOLE_PORT: port(8502),
  CONSOLE_URL: address('http://127.0.0.1:8502', /^https?$/),
  INTERNAL_API_URL: address('http://127.0.0.1:5055', /^https?$/),
  RETRY_ENABLED: flag(defaultRetryPolicy.enabled),
  RETRY_MAX_ATTEMPTS: whole(defaultRetryPolicy.maxAttempts, { min: 1, max: 100 }),
  RETRY_STRATEGY: choice(retryStrategies, defaultRetryPolicy.strategy),
  RETRY_WAIT_MIN_MS: whole(defaultRetryPolicy.waitMinMs, waitRange),
  RETRY_WAIT_MAX_MS: whole(defaultRetryPolicy.waitMaxMs, waitRange),
  RETRY_WAIT_MS: whole(defaultRetryPolicy.waitMs, waitRange),
  RETRY_MULTIPLIER: decimal(defaultRetryPolicy.multiplier, { min: 1, max: 100 }),
  ACK_WAIT_MS: whole(30_000, { min: 500, max: 3_600_000 }),
  MAX_DELIVER: whole(25, { min: 2, max: 10_000 }),
  CANCEL_GRACE_MS: whole(5_000, { min: 0, max: 600_000 }),
  RECONCILE_INTERVAL_MS: whole(30_000, { min: 250, max: 3_600_000 }),
  HTTP_REQUEST_PRIVATE_ADDRESSES: choice(['deny', 'allow'], 'deny'),
  HEARTBEAT_INTERVAL_MS: whole(2_000, { min: 100, max: 60_000 }),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
  LOG_FORMAT: choice(['json', 'pretty'], 'json'),
  SIGNALBOX_PROFILE: choice(profileNames, 'none'),
  SIGNALBOX_DATA_DIR: text('.signalbox'),
  EMBEDDED_NATS_PORT: port(14_222),
  EMBEDDED_SURREAL_PORT: port(18_000),
} as const;

export type VariableName = keyof typeof variables;
