import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { expect, test } from 'vitest';
import { Intake } from './intake.ts';

// Of a message the intake asks its length alone.
const message = (bytes: number) => ({ data: new Uint8Array(bytes).fill(0x5b) }) as PulledMessage;

test('gives messages out in order, as many as may be read without a pause', () => {
  const intake = new Intake();
  const messages = [400_000, 400_000, 400_000, 10].map(message);
  for (const [index, entry] of messages.entries()) intake.add(entry, index);
  expect(intake.oldestAt).toBe(0);
  expect(intake.take()).toEqual(messages.slice(0, 3));
  expect([intake.size, intake.oldestAt]).toEqual([1, 3]);
  expect(intake.take()).toEqual(messages.slice(3));
  expect([intake.size, intake.oldestAt, intake.fill]).toEqual([0, undefined, 0]);
});

test('one message over the measure is given out too', () => {
  const intake = new Intake();
  intake.add(message(4_000_000), 0);
  expect(intake.take()).toHaveLength(1);
});
