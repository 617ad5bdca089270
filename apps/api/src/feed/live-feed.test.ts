import { newCommandId } from '@signalbox/runtime/ids';
import { toPosition, type CommandEvent } from '@signalbox/shared/events/command-event';
import { expect, test, vi } from 'vitest';
import { accepted, completed, makeCommand, started } from '../testing/make-events.ts';
import { createLiveFeed } from './live-feed.ts';

const toMessage = (sequence: number, events: readonly CommandEvent[]) => ({
  sequence,
  data: new TextEncoder().encode(JSON.stringify(events)),
});

const fail = (): never => {
  throw new Error('should be readable');
};

test('an end reaches everybody who waits for it, and nobody else', async () => {
  const feed = createLiveFeed(fail);
  const [command, other] = [makeCommand(newCommandId()), makeCommand(newCommandId())];
  const waiting = [feed.waitFor(command.id).ended(5_000), feed.waitFor(command.id).ended(5_000)];
  const otherWaiter = feed.waitFor(other.id);
  feed.accept(toMessage(7, [accepted(command), started(command), completed(command, 1)]));
  const state = { status: 'completed', result: 1, position: toPosition(7, 2) };
  expect(await Promise.all(waiting)).toMatchObject([{ state }, { state }]);
  otherWaiter.release();
  expect(await otherWaiter.ended(5_000)).toBeUndefined();
});

test('an end between registering and waiting is not missed', async () => {
  const feed = createLiveFeed(fail);
  const command = makeCommand(newCommandId());
  const waiter = feed.waitFor(command.id);
  feed.accept(toMessage(1, [completed(command)]));
  expect(await waiter.ended(0)).toMatchObject({ id: command.id });
});

test('waiting ends after its time, and when the process stops', async () => {
  const feed = createLiveFeed(fail);
  expect(await feed.waitFor(newCommandId()).ended(1)).toBeUndefined();
  const waiting = feed.waitFor(newCommandId()).ended(60_000);
  feed.releaseAll();
  expect(await waiting).toBeUndefined();
});

test('nothing is read while nobody waits or watches', () => {
  const feed = createLiveFeed(fail);
  const unreadable = { sequence: 1, data: new TextEncoder().encode('{') };
  feed.accept(unreadable);
  const waiter = feed.waitFor(newCommandId());
  expect(() => feed.accept(unreadable)).toThrow('should be readable');
  waiter.release();
  feed.accept(unreadable);
  const leave = feed.subscribe(() => undefined);
  expect(() => feed.accept(unreadable)).toThrow('should be readable');
  leave();
  feed.accept(unreadable);
});

test('an unreadable message is told and passed over', () => {
  const onUnreadable = vi.fn();
  const feed = createLiveFeed(onUnreadable);
  const heard = vi.fn();
  feed.subscribe(heard);
  feed.accept({ sequence: 3, data: new TextEncoder().encode('rubbish') });
  feed.accept(toMessage(4, [accepted(makeCommand(newCommandId()))]));
  expect(onUnreadable).toHaveBeenCalledExactlyOnceWith(3, expect.any(Error));
  expect(heard).toHaveBeenCalledTimes(1);
});
