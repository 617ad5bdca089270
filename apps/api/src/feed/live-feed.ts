import type { CommandEvent } from '@signalbox/shared/events/command-event';
import { isStateEvent, toPosition } from '@signalbox/shared/events/command-event';
import { toRow, type CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal } from '@signalbox/shared/status/status';
import type { EndFeed, EndWaiter } from '../commands/ports.ts';
import { decodeEvents, type EventMessage, type FeedItem } from './decode-events.ts';

type FeedListener = (items: readonly FeedItem[]) => void;

export interface LiveFeed extends EndFeed {
  /** Takes one message of EVENTS, in the order of the stream. */
  accept(message: EventMessage): void;
  /** Hands on all later events; returns the way to end that. */
  subscribe(listener: FeedListener): () => void;
  /** Ends all waiting, with what is known: nothing. */
  releaseAll(): void;
}

type Resolve = (row: CommandRow | undefined) => void;

const createWaiter = (id: string, waiting: Map<string, Set<Resolve>>): EndWaiter => {
  const { promise, resolve } = Promise.withResolvers<CommandRow | undefined>();
  const others = waiting.get(id) ?? new Set();
  waiting.set(id, others.add(resolve));
  const release = (): void => {
    others.delete(resolve);
    if (others.size === 0 && waiting.get(id) === others) waiting.delete(id);
    resolve(undefined);
  };
  return {
    release,
    ended: async (limitMs) => {
      const timer = setTimeout(release, limitMs);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
      }
    },
  };
};

/** Spreads the events of the bus to those who wait for the end of a command and to those who watch. */
export const createLiveFeed = (onUnreadable: (sequence: number, error: unknown) => void): LiveFeed => {
  const waiting = new Map<string, Set<Resolve>>();
  const listeners = new Set<FeedListener>();

  const settleWaiters = (event: CommandEvent, position: number): void => {
    const resolvers = waiting.get(event.id);
    if (!resolvers || !isStateEvent(event)) return;
    const row = toRow(event, position);
    if (!isTerminal(row.state.status)) return;
    waiting.delete(event.id);
    for (const resolve of resolvers) resolve(row);
  };
  const spread = (events: readonly CommandEvent[], sequence: number): void => {
    for (const [index, event] of events.entries()) settleWaiters(event, toPosition(sequence, index));
  };

  return {
    waitFor: (id) => createWaiter(id, waiting),
    accept(message) {
      // Most of the time nobody waits or watches, and reading every event would be work for nothing.
      if (waiting.size === 0 && listeners.size === 0) return;
      try {
        const { events, items } = decodeEvents(message);
        if (waiting.size > 0) spread(events, message.sequence);
        if (listeners.size === 0) return;
        const all = items();
        for (const listener of listeners) listener(all);
      } catch (error) {
        onUnreadable(message.sequence, error);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    releaseAll() {
      for (const resolvers of waiting.values()) {
        for (const resolve of resolvers) resolve(undefined);
      }
      waiting.clear();
    },
  };
};
