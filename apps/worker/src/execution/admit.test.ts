import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { expect, test } from 'vitest';
import { makeCommand } from '../testing/make-facts.ts';
import { admit, type AdmitOptions } from './admit.ts';
import { noPast } from './past.ts';

const sequence = 10;
const refuse = (question: string) => () => Promise.reject(new Error(`${question} was asked`));

/** Nobody may be asked anything, unless a test says so. */
const decide = (over: Partial<AdmitOptions>, changes: Partial<CommandEnvelope> = {}) =>
  admit(
    { command: makeCommand(changes), definition: {} },
    {
      deliveryCount: 1,
      sequence,
      now: 1_000,
      globalPolicy: defaultRetryPolicy,
      maxDeliver: 25,
      readLedger: refuse('the ledger'),
      hasEnded: refuse('the recorder'),
      isRenewed: refuse('the stream'),
      hasLostKey: refuse('the holder of the key'),
      ...over,
    },
  );

const unaccounted = {
  readLedger: async () => undefined,
  hasEnded: async () => false,
  isRenewed: async () => false,
};

test('a first delivery runs as attempt 1 and asks nobody', async () => {
  expect(await decide({})).toMatchObject({ kind: 'run', attempt: 1, allowedAttempts: 3 });
});

test('a delivery after one that was given back in order asks only the ledger', async () => {
  const readLedger = async () => ({ delivery: 7, attempts: 1, sequence });
  expect(await decide({ deliveryCount: 8, readLedger })).toMatchObject({ kind: 'run', attempt: 2 });
});

test('a redelivery that nobody accounts for is not run if the command ended', async () => {
  expect(await decide({ deliveryCount: 2, ...unaccounted, hasEnded: async () => true })).toEqual({
    kind: 'obsolete',
  });
});

test('a redelivery that nobody accounts for is not run if the command was published anew', async () => {
  const isRenewed = async (_: string, than: number) => than === sequence;
  expect(await decide({ deliveryCount: 2, ...unaccounted, isRenewed })).toEqual({ kind: 'obsolete' });
});

test('a message that the ledger calls superseded is not run if the newer one is queued', async () => {
  const readLedger = async () => ({ delivery: 0, attempts: 2, sequence: sequence + 1 });
  expect(await decide({ deliveryCount: 24, readLedger, isRenewed: async () => true })).toEqual({
    kind: 'obsolete',
  });
});

test('a redelivery that nobody accounts for is the next attempt', async () => {
  expect(await decide({ deliveryCount: 3, ...unaccounted })).toMatchObject({ kind: 'run', attempt: 3 });
});

test('more deaths than attempts end the command, once those are over that are spared', async () => {
  expect(await decide({ deliveryCount: 13, ...unaccounted })).toMatchObject({ kind: 'run', attempt: 3 });
  expect(await decide({ deliveryCount: 14, ...unaccounted })).toEqual({ kind: 'lost', attempts: 3 });
});

test.each([
  ['no death', 1, 5, {}, false],
  ['a first death and attempts to spare', 2, 3, {}, false],
  ['a first death, and the last attempt', 2, 2, {}, true],
  ['two deaths', 3, 9, {}, true],
  ['a death before errors, and the last attempt', 4, 4, { delivery: 3, attempts: 3, deaths: 1 }, true],
  ['errors alone, and the last attempt', 4, 4, { delivery: 3, attempts: 3 }, false],
])('suspect or not: %s', async (_, deliveryCount, maxAttempts, written, isSuspect) => {
  const readLedger = async () => ({ delivery: 0, attempts: 0, sequence, ...written });
  const options = { deliveryCount, ...unaccounted, readLedger };
  expect(await decide(options, { retry: { maxAttempts } })).toMatchObject({ kind: 'run', isSuspect });
});

test('a command before its time is put back, which is no attempt', async () => {
  expect(await decide({ now: 1_000 }, { runAt: 5_000 })).toEqual({
    kind: 'not-due',
    afterMs: 4_000,
    past: noPast,
  });
});

test('a command whose deadline is over is not run', async () => {
  expect(await decide({ now: 1_000 }, { deadlineAt: 1_000 })).toEqual({ kind: 'overdue', attempts: 0 });
  expect(await decide({ now: 999 }, { deadlineAt: 1_000 })).toMatchObject({ kind: 'run' });
});

test('a renewed command waits as long as it had to wait before, and keeps its attempts', async () => {
  const renewed = { attempts: 2, notBefore: 3_000 };
  expect(await decide({ now: 1_000 }, { renewed })).toEqual({
    kind: 'not-due',
    afterMs: 2_000,
    past: { ...noPast, attempts: 2 },
  });
  expect(await decide({ now: 3_000 }, { renewed })).toMatchObject({ kind: 'run', attempt: 3 });
});

test('the policy alone limits the attempts', async () => {
  const readLedger = async () => ({ delivery: 1, attempts: 48, sequence });
  const options = { maxDeliver: 6, deliveryCount: 2, readLedger };
  expect(await decide(options, { retry: { maxAttempts: 50 } })).toMatchObject({
    kind: 'run',
    attempt: 49,
    allowedAttempts: 50,
  });
});

test('the last deliveries of the server are no place to run', async () => {
  const options = { maxDeliver: 6, deliveryCount: 5, ...unaccounted };
  expect(await decide(options, { retry: { maxAttempts: 50 } })).toEqual({
    kind: 'deliveries-spent',
    past: { attempts: 2, deaths: 2, spared: 2 },
  });
});

test('a command with a unique key runs only if it still has it', async () => {
  const unique = { uniqueKey: 'document-1', uniqueSince: 7 };
  expect(await decide({ hasLostKey: async () => false }, unique)).toMatchObject({ kind: 'run', attempt: 1 });
  expect(await decide({ hasLostKey: async () => true }, unique)).toEqual({ kind: 'key-lost' });
  const again = { deliveryCount: 2, ...unaccounted };
  expect(await decide({ ...again, hasLostKey: async () => false }, unique)).toMatchObject({ attempt: 2 });
  expect(await decide({ ...again, hasLostKey: async () => true }, unique)).toEqual({ kind: 'key-lost' });
});
