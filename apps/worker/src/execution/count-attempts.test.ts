import type { LedgerEntry } from '@signalbox/runtime/bus/attempts-ledger';
import { expect, test } from 'vitest';
import { countAttempts } from './count-attempts.ts';

const sequence = 10;

test.each([
  ['the first delivery', 1, {}, undefined, { attempts: 0, isAccounted: true }],
  [
    'a second one of which nothing is known',
    2,
    {},
    undefined,
    { attempts: 1, deaths: 1, isAccounted: false },
  ],
  [
    'the delivery after a command with a time was put back',
    2,
    { runAt: 1 },
    undefined,
    { attempts: 0, isAccounted: false },
  ],
  [
    'after three put-backs',
    4,
    {},
    { delivery: 3, attempts: 0, sequence },
    { attempts: 0, isAccounted: true },
  ],
  ['after a retry', 2, {}, { delivery: 1, attempts: 1, sequence }, { attempts: 1, isAccounted: true }],
  [
    'after a retry and two deaths',
    4,
    {},
    { delivery: 1, attempts: 1, sequence },
    { attempts: 3, deaths: 2, isAccounted: false },
  ],
  [
    'a renewed message',
    1,
    { renewed: { attempts: 5, notBefore: 0 } },
    undefined,
    { attempts: 5, isAccounted: true },
  ],
  [
    'a renewed message whose ledger is lost',
    3,
    { renewed: { attempts: 5, notBefore: 0 } },
    undefined,
    { attempts: 7, deaths: 2, isAccounted: false },
  ],
  [
    'a newer message than the ledger speaks of',
    2,
    {},
    { delivery: 23, attempts: 4, sequence: 3 },
    { attempts: 5, deaths: 1, isAccounted: false },
  ],
  [
    'after a renewal that nobody confirmed',
    24,
    {},
    { delivery: 23, attempts: 0, sequence, isRenewing: true },
    { attempts: 0, isAccounted: false },
  ],
])('%s', (_, deliveryCount, command, entry, expected) => {
  const {
    attempts,
    deaths = 0,
    isAccounted,
  }: { attempts: number; deaths?: number; isAccounted: boolean } = expected;
  expect(countAttempts({ deliveryCount, sequence }, { command, entry }, 10)).toEqual({
    past: { attempts, deaths, spared: 0 },
    isAccounted,
  });
});

/** So many deliveries ended without a word, of a command that may have that many attempts. */
const countSilent = (
  silent: number,
  { allowed = 3, ...written }: Partial<LedgerEntry> & { allowed?: number } = {},
) => {
  const entry = { delivery: 4, attempts: 0, sequence, ...written };
  return countAttempts({ deliveryCount: 5 + silent, sequence }, { command: {}, entry }, allowed).past;
};

test('what ends without a word counts until the command runs apart, then ten times not, then again', () => {
  expect(countSilent(1)).toEqual({ attempts: 1, deaths: 1, spared: 0 });
  expect(countSilent(2)).toEqual({ attempts: 2, deaths: 2, spared: 0 });
  expect(countSilent(3)).toEqual({ attempts: 2, deaths: 2, spared: 1 });
  expect(countSilent(12)).toEqual({ attempts: 2, deaths: 2, spared: 10 });
  expect(countSilent(13)).toEqual({ attempts: 3, deaths: 3, spared: 10 });
});

test('a command with two attempts runs apart after its first death, one with one attempt is over', () => {
  expect(countSilent(2, { allowed: 2 })).toEqual({ attempts: 1, deaths: 1, spared: 1 });
  expect(countSilent(1, { allowed: 1 })).toEqual({ attempts: 1, deaths: 1, spared: 0 });
});

test('deaths and what was spared are kept over attempts that fail in order', () => {
  expect(countSilent(0, { attempts: 3, deaths: 1, allowed: 10 })).toEqual({
    attempts: 3,
    deaths: 1,
    spared: 0,
  });
  expect(countSilent(2, { attempts: 5, deaths: 2, spared: 9, allowed: 10 })).toEqual({
    attempts: 6,
    deaths: 3,
    spared: 10,
  });
});

test('a renewed message brings along what its command has had', () => {
  const command = { renewed: { attempts: 4, deaths: 2, spared: 1, notBefore: 0 } };
  expect(countAttempts({ deliveryCount: 1, sequence }, { command, entry: undefined }, 10)).toEqual({
    past: { attempts: 4, deaths: 2, spared: 1 },
    isAccounted: true,
  });
  expect(countAttempts({ deliveryCount: 2, sequence }, { command, entry: undefined }, 10)).toEqual({
    past: { attempts: 4, deaths: 2, spared: 2 },
    isAccounted: false,
  });
});
