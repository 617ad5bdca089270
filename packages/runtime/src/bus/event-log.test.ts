import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { expect, test } from 'vitest';
import { createEventLog } from './event-log.ts';
import { unpackEvents } from './event-payload.ts';
import type { Publisher } from './publisher.ts';

const toEvent = (index: number, input: unknown = {}): CommandEvent => {
  const id = `01J000000000000000000000${String(index).padStart(2, '0')}`;
  const command = {
    v: 1,
    id,
    name: 'system.ping',
    queue: 'default',
    priority: 'normal',
    input,
    submittedAt: 1,
    traceId: 't',
  } as const;
  return { type: 'accepted', id, at: index, command };
};

/** Stands for the stream: keeps what is published and answers when told to. */
const createStream = () => {
  const messages: CommandEvent[][] = [];
  const answers: (() => void)[] = [];
  const publisher: Publisher = {
    publish: (_, payload) => {
      messages.push(JSON.parse(unpackEvents(Buffer.from(payload))) as CommandEvent[]);
      return new Promise((resolve) =>
        answers.push(() => resolve({ sequence: messages.length, duplicate: false })),
      );
    },
    close: () => undefined,
  };
  return { messages, answers, publisher };
};

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what comes while a message is under way travels together in the next', async () => {
  const { messages, answers, publisher } = createStream();
  const log = createEventLog(publisher);
  void log.append('default', toEvent(0));
  await turn();
  const later = [1, 2, 3].map((index) => log.append('default', toEvent(index)));
  await turn();
  expect(messages.map(({ length }) => length)).toEqual([1]);
  answers[0]?.();
  await turn();
  expect(messages.map(({ length }) => length)).toEqual([1, 3]);
  answers[1]?.();
  await Promise.all(later);
});

test('an event that the server would refuse is refused at once and blocks nobody', async () => {
  const { messages, answers, publisher } = createStream();
  const log = createEventLog(publisher, 5_000);
  await expect(log.append('default', toEvent(0, 'x'.repeat(6_000)))).rejects.toMatchObject({
    code: 'command.result_too_large',
  });
  const next = log.append('default', toEvent(1));
  await turn();
  answers[0]?.();
  await next;
  expect(messages).toHaveLength(1);
});
