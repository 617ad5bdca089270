import type { AttemptsLedger } from '@signalbox/runtime/bus/attempts-ledger';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import { expect, test } from 'vitest';
import { SlotPool } from '../lanes/slot.ts';
import { makeCommand } from '../testing/make-facts.ts';
import { executeDelivery } from './execute-delivery.ts';
import type { Execution } from './execution.ts';

type Read = Awaited<ReturnType<AttemptsLedger['read']>>;

const sequence = 7;

/** A second delivery whose ledger answers when the test wants it. */
const deliverAgain = ({
  isKeyLost = false,
  ...parts
}: Partial<CommandEnvelope> & { isKeyLost?: boolean } = {}) => {
  const done: string[] = [];
  const command = makeCommand(parts);
  const message = {
    subject: `commands.default.normal.${command.id}`,
    data: new TextEncoder().encode(JSON.stringify(command)),
    deliveryCount: 2,
    sequence,
    nak: (delayMs = 0) => void done.push(`nak for ${delayMs} ms`),
    ack: () => void done.push('ack'),
  } as unknown as PulledMessage;
  const ledger = Promise.withResolvers<Read>();
  const execution = {
    globalPolicy: defaultRetryPolicy,
    maxDeliver: 25,
    leases: { hasLapsed: () => false },
    cancellations: { find: () => undefined },
    ledger: { read: () => ledger.promise, write: async () => void done.push('write') },
    // The first thing an attempt does.
    inFlight: {
      add: () => {
        throw new Error('the attempt began');
      },
    },
    handlerServices: {},
    hasLostKey: () => ledger.promise.then(() => isKeyLost),
    events: { keyLost: () => void done.push('key lost'), notAdmitted: () => void done.push('not admitted') },
  } as unknown as Execution;
  const slots = new SlotPool(1, () => undefined);
  const over = Promise.resolve(executeDelivery(message, execution, slots.take()));
  const answer = (): Promise<void> => {
    ledger.resolve({ entry: { delivery: 1, attempts: 1, sequence }, revision: 1 });
    return over;
  };
  const refuse = (): Promise<void> => {
    ledger.reject(new Error('no answer'));
    return over;
  };
  return { done, slots, answer, refuse };
};

test('a delivery that is admitted begins', async () => {
  await expect(deliverAgain().answer()).rejects.toThrow('the attempt began');
});

test('a delivery whose queue is paused while it is admitted is given back and does not begin', async () => {
  const { done, slots, answer } = deliverAgain();
  slots.isPaused = true;
  await answer();
  expect(done).toEqual(['write', 'nak for 0 ms']);
});

test('a delivery of which the bus does not tell whether it may run is put back, and has not run', async () => {
  const { done, refuse } = deliverAgain();
  await refuse();
  expect(done).toEqual(['not admitted', 'nak for 5000 ms']);
});

test('a command that another has the unique key of is dropped', async () => {
  const { done, answer } = deliverAgain({ uniqueKey: 'key', uniqueSince: 1, isKeyLost: true });
  await answer();
  expect(done).toEqual(['ack', 'key lost']);
});
