import type { ConsumerInfo } from '@nats-io/jetstream';
import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { AppError } from '@signalbox/shared/errors/app-error';
import { expect, test } from 'vitest';
import type { EndContext } from '../end-unexecuted.ts';
import { createLimboDuty } from './end-limbo.ts';

const id = '01JD0000000000000000000000';
const subject = `commands.default.normal.${id}`;
const command = { v: 1, id, name: 'system.ping', queue: 'default', priority: 'normal', input: {} };
const payload = JSON.stringify({ ...command, submittedAt: 1, traceId: 'a' });
const message = { seq: 1, subject, data: Buffer.from(payload), json: () => JSON.parse(payload) as unknown };
const lane = {
  name: 'default-normal',
  created: 'once',
  num_ack_pending: 0,
  delivered: { stream_seq: 5 },
  config: { filter_subject: 'commands.default.normal.>' },
} as unknown as ConsumerInfo;

/** One message in a lane that delivers it no more. */
const createLimbo = () => {
  const state = { isStoreAway: false };
  const ends: string[] = [];
  const removed: number[] = [];

  const ctx = {
    bus: {
      nc: { publish: () => undefined },
      jsm: {
        direct: { getMessage: async (_: string, { seq }: { seq: number }) => (seq === 1 ? message : null) },
        streams: {
          info: async () => ({ state: { last_seq: 9 } }),
          getMessage: async () => message,
          deleteMessage: async (_: string, seq: number) => void removed.push(seq),
        },
        consumers: { info: async () => ({ ack_floor: { stream_seq: 9 } }) },
      },
    },
    store: {
      query: async () => {
        if (state.isStoreAway) throw new AppError('store.unavailable', 'away');
        return [[]];
      },
    },
    eventLog: { append: async (_: string, { type }: CommandEvent) => void ends.push(type) },
    events: { rescued: () => undefined },
    instance: 'recorder-test',
  } as unknown as EndContext;
  return { state, ends, removed, duty: createLimboDuty(ctx) };
};

test('what two looks in a row find where nobody is given it is ended and removed', async () => {
  const { ends, removed, duty } = createLimbo();
  await duty([lane]);
  expect(ends).toEqual([]);
  await duty([lane]);
  expect([ends, removed]).toEqual([['failed'], [1]]);
});

test('while the database is away nobody can tell that it has not ended: it waits', async () => {
  const { state, ends, removed, duty } = createLimbo();
  await duty([lane]);
  state.isStoreAway = true;
  await expect(duty([lane])).rejects.toMatchObject({ code: 'store.unavailable' });
  expect([ends, removed]).toEqual([[], []]);
  state.isStoreAway = false;
  await duty([lane]);
  expect(ends).toEqual(['failed']);
});
