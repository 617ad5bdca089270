import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { expect, test } from 'vitest';
import { admit, type AdmitOptions } from './admit.ts';

const command: CommandEnvelope = {
  v: 1,
  id: '01J00000000000000000000000',
  name: 'system.ping',
  queue: 'default',
  priority: 'normal',
  input: {},
  submittedAt: 0,
  traceId: '',
};

const decide = (over: Partial<AdmitOptions>, changes: Partial<CommandEnvelope> = {}) =>
  admit(
    { command: { ...command, ...changes }, definition: {} },
    {
      deliveryCount: 1,
      now: 1_000,
      globalPolicy: defaultRetryPolicy,
      maxDeliver: 25,
      hasEnded: async () => false,
      ...over,
    },
  );

test('a first delivery runs as attempt 1', async () => {
  expect(await decide({})).toMatchObject({ kind: 'run', attempt: 1, allowedAttempts: 3 });
});

test('a first delivery asks nobody whether it ended', async () => {
  const hasEnded = () => Promise.reject(new Error('asked'));
  expect(await decide({ hasEnded })).toMatchObject({ kind: 'run' });
});

test('a redelivery of a command that ended is not run', async () => {
  expect(await decide({ deliveryCount: 2, hasEnded: async () => true })).toEqual({ kind: 'already-ended' });
});

test('a redelivery is the next attempt', async () => {
  expect(await decide({ deliveryCount: 3 })).toMatchObject({ kind: 'run', attempt: 3 });
});

test('more deliveries than attempts mean that processes died', async () => {
  expect(await decide({ deliveryCount: 4 })).toEqual({ kind: 'lost', attempts: 3 });
});

test('a command before its time is put back', async () => {
  expect(await decide({ now: 1_000 }, { runAt: 5_000 })).toEqual({ kind: 'not-due', afterMs: 4_000 });
});

test('the delivery that put it back is no attempt', async () => {
  expect(await decide({ deliveryCount: 2, now: 6_000 }, { runAt: 5_000 })).toMatchObject({
    kind: 'run',
    attempt: 1,
  });
});

test('the server’s ceiling is never reached by the policy', async () => {
  expect(await decide({ maxDeliver: 6 }, { retry: { maxAttempts: 50 } })).toMatchObject({
    allowedAttempts: 4,
  });
});
