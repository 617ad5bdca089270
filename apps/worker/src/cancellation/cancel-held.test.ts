import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { expect, test } from 'vitest';
import type { Attempt } from '../execution/in-flight.ts';
import { cancelHeld } from './cancel-held.ts';

const hold = (command: Partial<CommandEnvelope>, isAtWork = true) => {
  const told: (string | undefined)[] = [];
  const attempt = {
    command,
    giveUp: (_reason: string, text?: string) => {
      told.push(text);
      return isAtWork;
    },
  } as unknown as Attempt;
  return { attempt, told };
};

const request = { id: 'one', reason: 'not needed' };
const hasLapsed = () => false;

test('the attempt of the command and those of its descendants are told to end, no others', () => {
  const one = hold({ id: 'one' });
  const child = hold({ id: 'two', ancestors: ['one'] });
  const other = hold({ id: 'three', ancestors: ['four'] });
  const attempts = [one, child, other].map(({ attempt }) => attempt);
  expect(cancelHeld({ attempts, hasLapsed }, request)).toBe(true);
  expect(one.told).toEqual(['not needed']);
  expect(child.told).toEqual(['Command one, from which this one comes, was canceled: not needed']);
  expect(other.told).toEqual([]);
});

test('nobody is told to rely on this process for a command that it does not hold', () => {
  const attempts = [hold({ id: 'two', ancestors: ['one'] }).attempt];
  expect(cancelHeld({ attempts, hasLapsed }, request)).toBe(false);
});

test('nor for one whose handler has ended, nor for one whose lease has lapsed', () => {
  expect(cancelHeld({ attempts: [hold({ id: 'one' }, false).attempt], hasLapsed }, request)).toBe(false);
  const lapsed = hold({ id: 'one' });
  expect(cancelHeld({ attempts: [lapsed.attempt], hasLapsed: () => true }, request)).toBe(false);
  expect(lapsed.told).toEqual(['not needed']);
});
