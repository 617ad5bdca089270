import type { CommandStatus } from '@signalbox/shared/status/status';
import type { Random } from './random.ts';

/** Stands in inputs for the URL of the effect server, which is known only once it listens. */
export const effectUrlMark = 'http://effects.invalid';

export interface PlannedCommand {
  kind: string;
  /** Body of the submission. */
  body: Record<string, unknown>;
  /** How it ends if no process dies at the wrong moment; nothing if it is to be refused. */
  ends?: CommandStatus;
  /** It is canceled this long after it was accepted. */
  cancelAfterMs?: number;
}

type Kind = (random: Random, index: number) => Omit<PlannedCommand, 'kind'>;

const patient = { maxAttempts: 12, strategy: 'fixed' } as const;

const kinds: Record<string, Kind> = {
  ping: () => ({ body: { name: 'system.ping', input: {} }, ends: 'completed' }),
  text: (random, index) => ({
    body: { name: 'text.process', input: { text: `number ${index} `.repeat(random.whole(1, 50)) } },
    ends: 'completed',
  }),
  numbers: (random) => ({
    body: {
      name: 'data.analyze',
      input: { numbers: Array.from({ length: random.whole(1, 30) }, () => random.whole(-99, 99)) },
    },
    ends: 'completed',
  }),
  delayed: (random) => ({
    body: { name: 'system.ping', input: {}, delayMs: random.whole(200, 6_000) },
    ends: 'completed',
  }),
  slow: (random) => ({
    body: {
      name: 'demo.slow',
      input: { durationMs: random.whole(50, 3_000), steps: random.whole(1, 6) },
      retry: { ...patient, waitMs: 100 },
    },
    ends: 'completed',
  }),
  flaky: (random) => ({
    body: {
      name: 'demo.flaky',
      input: { failures: random.whole(1, 2) },
      retry: { ...patient, waitMs: random.whole(10, 1_500) },
    },
    ends: 'completed',
  }),
  exhausted: (random) => ({
    body: {
      name: 'demo.flaky',
      input: { failures: 99 },
      retry: {
        maxAttempts: random.whole(1, 3),
        strategy: random.pick(['fixed', 'random']),
        waitMs: 200,
        waitMinMs: 50,
        waitMaxMs: 1_000,
      },
    },
    ends: 'failed',
  }),
  overdue: (random) => ({
    body: {
      name: 'demo.slow',
      input: { durationMs: 60_000, steps: 1 },
      timeoutMs: random.whole(50, 800),
      retry: { maxAttempts: 2, strategy: 'fixed', waitMs: 100 },
    },
    ends: 'failed',
  }),
  call: (_, index) => ({
    body: {
      name: 'http.request',
      input: { url: `${effectUrlMark}/calls`, method: 'POST', body: `call ${index}` },
      retry: { ...patient, waitMs: 200 },
    },
    ends: 'completed',
  }),
  steps: (random) => ({
    body: {
      name: 'demo.steps',
      input: { steps: random.whole(2, 6), stepMs: random.whole(0, 700), url: `${effectUrlMark}/effects` },
      retry: { ...patient, waitMs: 100 },
    },
    ends: 'completed',
  }),
  canceled: (random) => ({
    body: { name: 'demo.slow', input: { durationMs: 40_000, steps: 20 } },
    ends: 'canceled',
    cancelAfterMs: random.whole(0, 3_000),
  }),
  recalled: (random) => ({
    body: { name: 'system.ping', input: {}, delayMs: 40_000 },
    ends: 'canceled',
    cancelAfterMs: random.whole(0, 3_000),
  }),
  dismissed: (random) => ({
    body: { name: 'demo.fan_out', input: { children: 5, durationMs: 40_000, concurrency: 3 } },
    ends: 'canceled',
    cancelAfterMs: random.whole(200, 3_000),
  }),
  family: (random) => ({
    body: {
      name: 'demo.fan_out',
      input: {
        children: random.whole(2, 10),
        durationMs: random.whole(0, 500),
        concurrency: random.whole(1, 4),
      },
      retry: { ...patient, waitMs: 200 },
    },
    ends: 'completed',
  }),
  inTurn: (random) => ({
    body: {
      name: 'demo.slow',
      input: { durationMs: random.whole(0, 1_500), steps: 1 },
      concurrencyKey: `key ${random.whole(1, 4)}`,
      retry: { ...patient, waitMs: 200 },
    },
    ends: 'completed',
  }),
  stepsInTurn: (random) => ({
    body: {
      name: 'demo.steps',
      input: { steps: random.whole(1, 3), stepMs: random.whole(10, 150), url: `${effectUrlMark}/effects` },
      concurrencyKey: `effects ${random.whole(1, 4)}`,
      retry: { ...patient, waitMs: 200 },
    },
    ends: 'completed',
  }),
  unique: (random) => ({
    body: {
      name: 'demo.slow',
      input: { durationMs: random.whole(0, 1_500), steps: 1 },
      uniqueKey: `unique ${random.whole(1, 5)}`,
      retry: { ...patient, waitMs: 100 },
    },
    ends: 'completed',
  }),
  unknown: () => ({ body: { name: 'system.pong', input: {} } }),
  invalid: () => ({ body: { name: 'text.process', input: {} } }),
};

/** Of a hundred commands, how many are of which kind. */
const shares: readonly [kind: string, share: number][] = [
  ['ping', 22],
  ['text', 21],
  ['numbers', 12],
  ['delayed', 8],
  ['slow', 5],
  ['flaky', 8],
  ['exhausted', 4],
  ['overdue', 2],
  ['call', 6],
  ['steps', 5],
  ['family', 1],
  ['inTurn', 2],
  ['stepsInTurn', 1],
  ['unique', 3],
  ['canceled', 1],
  ['recalled', 1],
  ['dismissed', 0.3],
  ['unknown', 1],
  ['invalid', 1],
];

const pickKind = (random: Random): string => {
  let left = random.next() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of shares) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'ping';
};

export const planCommand = (random: Random, index: number): PlannedCommand => {
  const kind = pickKind(random);
  const planned = kinds[kind]?.(random, index) ?? { body: {} };
  const priority = random.chance(0.4) ? { priority: random.pick(['high', 'normal', 'low']) } : {};
  return { kind, ...planned, body: { ...planned.body, ...priority, tags: ['chaos', kind] } };
};
