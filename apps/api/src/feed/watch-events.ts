import { toPosition, toSequence } from '@signalbox/shared/events/command-event';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import type { EventStream } from '../streaming/event-streams.ts';
import { decodeEvents, toFeedItem, type EventMessage, type FeedItem } from './decode-events.ts';
import type { LiveFeed } from './live-feed.ts';

export interface EventRange {
  from: { sequence: number } | { timeMs: number };
  /** The last message sequence of interest. */
  until: number;
}

/** The stored events. */
export interface EventArchive {
  /** The last message sequence that the live feed has handed on. */
  readonly sequence: number;
  /**
   * Hands on a range batch by batch for as long as `onBatch` answers true.
   * @throws AppError `bus.unavailable`
   */
  read(range: EventRange, onBatch: (batch: EventMessage[]) => Promise<boolean>): Promise<void>;
}

export interface WatchContext {
  feed: Pick<LiveFeed, 'subscribe'>;
  archive: EventArchive;
}

/** What to send before the live events: known items, or where in the stream to begin. */
export type Past = { items: readonly HistoryItem[] } | { from: EventRange['from']; after: number };

export interface WatchOptions {
  stream: EventStream;
  wants: (item: HistoryItem) => boolean;
  /** Called once the live feed is being kept, so that nothing falls between. */
  findPast: () => Promise<Past | undefined>;
}

/** A reader of the past that lets this many live events gather is dropped, and resumes from where it is. */
const maxKept = 20_000;

/** Sends past events and then live ones, each once and in order, until the client leaves. */
class Watch {
  readonly #ctx: WatchContext;
  readonly #options: WatchOptions;
  readonly #sent = new Set<number>();
  #kept: FeedItem[] | undefined = [];
  #after = 0;

  constructor(ctx: WatchContext, options: WatchOptions) {
    this.#ctx = ctx;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { stream, findPast } = this.#options;
    stream.onClose(this.#ctx.feed.subscribe((items) => this.#take(items)));
    const until = this.#ctx.archive.sequence;
    const past = await findPast();
    if (past && 'items' in past) this.#sendKnown(past.items);
    if (past && 'from' in past) await this.#sendStored(past, until);
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    this.#send(kept);
    this.#sent.clear();
  }

  #take(items: readonly FeedItem[]): void {
    if (!this.#kept) return this.#send(items);
    if (this.#kept.length > maxKept) return this.#options.stream.end();
    this.#kept.push(...items);
  }

  #send(items: readonly FeedItem[]): void {
    const { wants, stream } = this.#options;
    const wanted = items.filter(
      ({ item }) => item.seq > this.#after && !this.#sent.has(item.seq) && wants(item),
    );
    if (wanted.length > 0) stream.send(wanted.map((entry) => entry.text()).join(''));
  }

  #sendKnown(items: readonly HistoryItem[]): void {
    this.#send(items.map(toFeedItem));
    // The recorder writes batches side by side, so a known item says nothing about those before it.
    for (const { seq } of items) this.#sent.add(seq);
  }

  async #sendStored({ from, after }: Extract<Past, { from: unknown }>, until: number): Promise<void> {
    // A place that this stream has not reached is one of another: after a reset, or of an API process that is ahead.
    const end = toPosition(until + 1, 0) - 1;
    this.#after = Math.min(after, end);
    if ('sequence' in from && from.sequence > until) return;
    const { stream } = this.#options;
    await this.#ctx.archive.read({ from, until }, async (batch) => {
      for (const message of batch) this.#send(decodeEvents(message).items());
      await stream.drained();
      return stream.isOpen;
    });
    this.#after = end;
  }
}

/** @throws whatever `findPast` and the archive throw */
export const watchEvents = (ctx: WatchContext, options: WatchOptions): Promise<void> =>
  new Watch(ctx, options).run();

/** Resuming: everything after the event that the client saw last. */
export const resumeAfter = (lastSeen: number): Past => ({
  from: { sequence: toSequence(lastSeen) },
  after: lastSeen,
});
