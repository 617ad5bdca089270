import type { AcceptedEvent, CommandEvent } from '@signalbox/shared/events/command-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from './announcer.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const toId = (index: number): string => `01J0000000000000000000${String(index).padStart(4, '0')}`;

const accept = (index: number): AcceptedEvent => ({
  type: 'accepted',
  id: toId(index),
  at: index,
  command: {
    v: 1,
    id: toId(index),
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input: {},
    submittedAt: index,
    traceId: 't',
  },
});

const report = (...indexes: number[]): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(indexes.map((index) => ({ type: 'completed', id: toId(index), at: 1 }))),
  );

const create = () => {
  const appended: CommandEvent[] = [];
  const failures: string[] = [];
  const announcer = createAnnouncer(
    {
      append: async (_, event) => {
        if (event.id === toId(9_999)) throw new Error('closed');
        appended.push(event);
      },
    },
    { onFailure: ({ id }) => failures.push(id) },
  );
  return { appended, failures, announcer };
};

test('what nobody has reported by then is told in full, soon', () => {
  const { appended, announcer } = create();
  announcer.announce('default', accept(1));
  expect(appended).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(appended).toEqual([accept(1)]);
});

test('what a worker has reported is told without the command', () => {
  const { appended, announcer } = create();
  announcer.announce('default', accept(1));
  announcer.announce('default', accept(2));
  announcer.hear(report(2, 3));
  vi.advanceTimersByTime(60);
  expect(appended).toEqual([accept(1), { type: 'accepted', id: toId(2), at: 2 }]);
});

test('while commands pour in the news waits longer, and no longer afterwards', () => {
  const { appended, announcer } = create();
  for (let index = 0; index < 500; index += 1) announcer.announce('default', accept(index));
  vi.advanceTimersByTime(25);
  for (let index = 500; index < 1_000; index += 1) announcer.announce('default', accept(index));
  vi.advanceTimersByTime(25);
  expect(appended).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(appended).toHaveLength(1_000);
});

test('a stop leaves nothing untold, and what cannot be stored is reported', async () => {
  const { appended, failures, announcer } = create();
  announcer.announce('default', accept(1));
  announcer.announce('default', accept(9_999));
  announcer.release();
  expect(appended).toEqual([accept(1)]);
  await vi.waitFor(() => expect(failures).toEqual([toId(9_999)]));
});
