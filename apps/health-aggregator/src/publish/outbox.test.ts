import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from './outbox.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent', format: 'json' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what cannot be sent is kept, sent later in order, and sent once', async () => {
  const sent: number[] = [];
  let isAway = true;
  const outbox = new Outbox<number>({
    name: 'test',
    logger,
    send: async (items) => {
      if (isAway) throw new Error('away');
      sent.push(...items);
    },
  });
  outbox.add([1, 2]);
  await vi.advanceTimersByTimeAsync(5_000);
  outbox.add([3]);
  expect(outbox.waiting).toBe(3);
  isAway = false;
  await vi.advanceTimersByTimeAsync(2_500);
  expect(sent).toEqual([1, 2, 3]);
  expect(outbox.waiting).toBe(0);
});

test('it holds at most 5,000 items and lets the oldest go', async () => {
  const outbox = new Outbox<number>({ name: 'test', logger, send: () => Promise.reject(new Error('away')) });
  outbox.add(Array.from({ length: 4_999 }, (_, at) => at));
  await vi.advanceTimersByTimeAsync(200);
  outbox.add([5_000, 5_001, 5_002]);
  expect(outbox.waiting).toBe(5_000);
});

test('closing sends all that is left, in batches, unless the other side is away', async () => {
  const sizes: number[] = [];
  const outbox = new Outbox<number>({
    name: 'test',
    logger,
    send: async (items) => void sizes.push(items.length),
  });
  outbox.add(Array.from({ length: 450 }, (_, at) => at));
  await outbox.close(1_000);
  expect(sizes).toEqual([200, 200, 50]);
  const away = new Outbox<number>({
    name: 'test',
    logger,
    send: () => Promise.withResolvers<undefined>().promise,
  });
  away.add([1]);
  const closing = away.close(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await closing;
  expect(away.waiting).toBe(1);
});
