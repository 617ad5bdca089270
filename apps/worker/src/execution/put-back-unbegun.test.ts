import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { expect, test, vi } from 'vitest';
import { makeCommand } from '../testing/make-facts.ts';
import { countAttempts } from './count-attempts.ts';
import { noPast } from './past.ts';
import { putBackUnbegun } from './put-back-unbegun.ts';

const command = makeCommand();

const putBack = async (deliveryCount: number, written?: LedgerEntry) => {
  let entry = written;
  let naks = 0;
  const message = {
    subject: `commands.default.normal.${command.id}`,
    data: new TextEncoder().encode(JSON.stringify(command)),
    deliveryCount,
    sequence: 7,
    nak: () => (naks += 1),
  } as unknown as PulledMessage;
  await putBackUnbegun(message, {
    ledger: {
      read: async () => ({ entry, revision: 1 }),
      write: async (_id, next) => {
        entry = next;
      },
    },
    publisher: { publish: () => Promise.reject(new Error('not used')), close: () => undefined },
    maxDeliver: 25,
    leases: { hasLapsed: () => false },
  });
  expect(naks).toBe(1);
  const { past, isAccounted } = countAttempts(
    { deliveryCount: deliveryCount + 1, sequence: 7 },
    { command: {}, entry },
    10,
  );
  return { ...past, isAccounted };
};

test('a first delivery that never began is no attempt', async () => {
  expect(await putBack(1)).toEqual({ ...noPast, isAccounted: true });
});

test('the attempts that there were stay', async () => {
  const written = { delivery: 3, attempts: 2, sequence: 7, deaths: 1, spared: 4 };
  expect(await putBack(4, written)).toEqual({ attempts: 2, deaths: 1, spared: 4, isAccounted: true });
});

test('a worker that died with an earlier delivery is still to be accounted for', async () => {
  expect(await putBack(2)).toEqual({ attempts: 1, deaths: 1, spared: 0, isAccounted: false });
  expect(await putBack(5, { delivery: 3, attempts: 2, sequence: 7 })).toEqual({
    attempts: 3,
    deaths: 1,
    spared: 0,
    isAccounted: false,
  });
  expect(await putBack(5, { delivery: 3, attempts: 2, sequence: 7, deaths: 2 })).toEqual({
    attempts: 2,
    deaths: 2,
    spared: 1,
    isAccounted: false,
  });
});

test('a newer message is still looked for', async () => {
  const written = { delivery: 3, attempts: 2, sequence: 7, isRenewing: true };
  expect(await putBack(4, written)).toMatchObject({ attempts: 2, isAccounted: false });
});

test('a delivery that lay in a stopped process for longer than its lease is left alone', async () => {
  const touch = vi.fn<() => never>();
  const message = {
    nak: touch,
    get data() {
      return touch();
    },
  } as unknown as PulledMessage;
  await putBackUnbegun(message, {
    ledger: { read: touch, write: touch },
    publisher: { publish: touch, close: touch },
    maxDeliver: 25,
    leases: { hasLapsed: () => true },
  });
  expect(touch).not.toHaveBeenCalled();
});
