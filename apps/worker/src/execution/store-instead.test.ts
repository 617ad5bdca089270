import { AppError } from '@signalbox/shared/errors/app-error';
import type { Outcome } from '@signalbox/shared/status/outcome';
import { expect, test } from 'vitest';
import { toCommandError } from './error-facts.ts';
import { storeInstead, type StoreInsteadOptions } from './store-instead.ts';

const tooLarge = new AppError('command.result_too_large', 'too large');

const open = (changes: Partial<StoreInsteadOptions> = {}) => {
  const stored: Outcome[] = [];
  const put: string[] = [];
  const options: StoreInsteadOptions = {
    store: async (outcome) => {
      if (outcome.kind === 'completed' && !outcome.resultRef && outcome.result !== 'small') throw tooLarge;
      stored.push(outcome);
    },
    toOutcome: (refused) => ({ kind: 'failed', error: toCommandError(refused) }),
    results: {
      put: async (key, json) => {
        put.push(Buffer.from(json).toString());
        return { key, bytes: json.byteLength };
      },
    },
    resultKey: 'id/1',
    isLost: () => false,
    ...changes,
  };
  return { options, stored, put };
};

test('an event log that is closed refuses every outcome', async () => {
  const { options, stored, put } = open();
  const outcome: Outcome = { kind: 'completed', result: 'small' };
  await expect(storeInstead(outcome, new Error('closed'), options)).rejects.toThrow('closed');
  expect({ stored, put }).toEqual({ stored: [], put: [] });
});

test('a large result is stored first, and the event says where it lies', async () => {
  const { options, stored, put } = open();
  await storeInstead({ kind: 'completed', result: 'large' }, tooLarge, options);
  expect(put).toEqual(['"large"']);
  expect(stored).toMatchObject([{ kind: 'completed', resultRef: { key: 'id/1', bytes: 7 } }]);
});

test('while the bus is away, the result is stored again, for the work is done', async () => {
  let refusals = 2;
  const { options, stored } = open({
    results: {
      put: async (key) => {
        refusals -= 1;
        if (refusals >= 0) throw new AppError('bus.unavailable', 'away');
        return { key, bytes: 1 };
      },
    },
  });
  await storeInstead({ kind: 'completed', result: 'large' }, tooLarge, options);
  expect(stored).toMatchObject([{ kind: 'completed', resultRef: { key: 'id/1' } }]);
});

test('a result over 64 MB fails the command, and says what to do', async () => {
  const { options, put } = open();
  const result = 'x'.repeat(64 * 1024 * 1024);
  expect(await storeInstead({ kind: 'completed', result }, tooLarge, options)).toMatchObject({
    kind: 'failed',
    error: { code: 'command.result_too_large', message: expect.stringContaining('67108866 bytes') },
  });
  expect(put).toEqual([]);
});
