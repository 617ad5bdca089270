import { expect, test } from 'vitest';
import { PauseClock } from './pause-clock.ts';

const open = () => {
  let now = 1_000;
  let flushed = Promise.withResolvers<void>();
  const clock = new PauseClock({ now: () => now, flush: () => flushed.promise });
  return {
    clock,
    at: (time: number) => {
      now = time;
    },
    /** The server's answer is read, with all that came before it. */
    answer: async () => {
      flushed.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      flushed = Promise.withResolvers<void>();
    },
    fail: async () => {
      flushed.reject(new Error('disconnected'));
      await new Promise((resolve) => setImmediate(resolve));
      flushed = Promise.withResolvers<void>();
    },
  };
};

test('while the process runs, what arrives was sent after the socket was read last', () => {
  const { clock, at } = open();
  for (const time of [1_100, 1_200, 1_300]) {
    at(time);
    clock.tick();
  }
  at(1_350);
  expect(clock.sentSince).toBe(1_200);
});

test('after a pause, what arrives may be as old as the pause, until the socket is read', async () => {
  const { clock, at, answer } = open();
  at(6_000);
  clock.tick();
  expect(clock.sentSince).toBe(1_000);
  at(6_100);
  clock.tick();
  expect(clock.sentSince).toBe(1_000);
  await answer();
  expect(clock.sentSince).toBe(6_000);
});

test('a message that is read before the timer has noticed the pause is as old', () => {
  const { clock, at } = open();
  at(6_000);
  expect(clock.sentSince).toBe(1_000);
});

test('a second pause while the socket is read counts too', async () => {
  const { clock, at, answer } = open();
  at(6_000);
  clock.tick();
  at(9_000);
  await answer();
  expect(clock.sentSince).toBe(6_000);
});

test('a lost connection does not make messages new', async () => {
  const { clock, at, fail, answer } = open();
  at(6_000);
  clock.tick();
  await fail();
  expect(clock.sentSince).toBe(1_000);
  at(6_100);
  clock.tick();
  await answer();
  expect(clock.sentSince).toBe(6_000);
});
