import { unpackEvents } from '@signalbox/runtime/bus/event-payload';
import { toPosition, type CommandEvent } from '@signalbox/shared/events/command-event';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import { formatMessage } from '../streaming/format-message.ts';

/** One message of EVENTS, as it is stored. */
export interface EventMessage {
  sequence: number;
  data: Uint8Array;
}

/** One event for those who watch; its text is made once, however many watch. */
export interface FeedItem {
  item: HistoryItem;
  text(): string;
}

export const toFeedItem = (item: HistoryItem): FeedItem => {
  let text: string | undefined;
  return {
    item,
    text: () => (text ??= formatMessage({ id: item.seq, event: 'command', data: item })),
  };
};

/**
 * Reads a message that a worker or an API process wrote.
 * @throws Error if it is no JSON
 */
export const decodeEvents = ({
  data,
  sequence,
}: EventMessage): { events: CommandEvent[]; items: () => FeedItem[] } => {
  const events: CommandEvent[] = JSON.parse(unpackEvents(data));
  return {
    events,
    items: () => events.map((event, index) => toFeedItem(toHistoryItem(event, toPosition(sequence, index)))),
  };
};
