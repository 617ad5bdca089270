import { expect, test } from 'vitest';
import { countAttempts } from './count-attempts.ts';

const sequence = 10;

test.each([
  ['the first delivery', 1, {}, undefined, { attempts: 0, isAccounted: true }],
  ['a second one of which nothing is known', 2, {}, undefined, { attempts: 1, isAccounted: false }],
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
    { attempts: 3, isAccounted: false },
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
    { attempts: 7, isAccounted: false },
  ],
  [
    'a newer message than the ledger speaks of',
    2,
    {},
    { delivery: 23, attempts: 4, sequence: 3 },
    { attempts: 5, isAccounted: false },
  ],
  [
    'after a renewal that nobody confirmed',
    24,
    {},
    { delivery: 22, attempts: -1, sequence },
    { attempts: 0, isAccounted: false },
  ],
])('%s', (_, deliveryCount, command, entry, expected) => {
  expect(countAttempts({ deliveryCount, sequence }, command, entry)).toEqual(expected);
});
