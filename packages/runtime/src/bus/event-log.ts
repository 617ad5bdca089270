import { AppError } from '@signalbox/shared/errors/app-error';
import { maxEventsPerMessage, type CommandEvent } from '@signalbox/shared/events/command-event';
import { subjects } from '@signalbox/shared/naming';
import { packEvents } from './event-payload.ts';
import type { Publisher } from './publisher.ts';

export interface EventLog {
  /**
   * Resolves when the event is stored. Tries for as long as the bus is away: an event is safe to store twice.
   * @throws AppError `command.result_too_large` if the server would refuse the event or it carries a result over
   * 256 kB, else only after `close`
   */
  append(queue: string, event: CommandEvent): Promise<void>;
  /** Waits until everything handed in is stored, at most this long. */
  flush(limitMs: number): Promise<void>;
  close(): void;
}

/** Events that travel as one message, and all that wait for it. */
interface Group {
  texts: string[];
  length: number;
  stored: PromiseWithResolvers<void>;
}

const maxMessageLength = 512 * 1024;
/** A larger result belongs into the object store. */
const maxResultBytes = 256 * 1024;
const retryMs = 250;
/** Brackets and room for the server's own framing. */
const frameBytes = 1_024;

/** Whoever reads the events would have to read it too. */
const hasLargeResult = (event: CommandEvent): boolean =>
  event.type === 'completed' &&
  event.result !== undefined &&
  Buffer.byteLength(JSON.stringify(event.result)) > maxResultBytes;

const refuse = (limit: string): Promise<never> =>
  Promise.reject(new AppError('command.result_too_large', `What is to be stored is larger than ${limit}.`));

/**
 * Group commit: the first event goes out at once; events that come while a message is under way travel together in
 * the next. So one event waits for nothing, and ten thousand a second share a few hundred round trips.
 */
class Lane {
  readonly #subject: string;
  readonly #publisher: Publisher;
  readonly #maxEventLength: number;
  readonly #gathered: Group[] = [];
  #flushing = false;
  #closed = false;

  constructor(subject: string, publisher: Publisher, maxEventLength: number) {
    this.#maxEventLength = maxEventLength;
    this.#subject = subject;
    this.#publisher = publisher;
  }

  get idle(): boolean {
    return !this.#flushing && this.#gathered.length === 0;
  }

  append(event: CommandEvent): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('The event log is closed.'));
    const json = JSON.stringify(event);
    const bytes = Buffer.byteLength(json);
    // Tried again and again it would block all that come after it.
    if (bytes > this.#maxEventLength)
      return refuse(`the ${this.#maxEventLength} bytes that the message bus takes`);
    if (bytes > maxResultBytes && hasLargeResult(event))
      return refuse(`the ${maxResultBytes} bytes of a result that travels with its event`);
    const group = this.#toGroup(json.length);
    group.texts.push(json);
    group.length += json.length + 1;
    if (!this.#flushing) void this.#flush();
    return group.stored.promise;
  }

  close(): void {
    this.#closed = true;
  }

  async #flush(): Promise<void> {
    this.#flushing = true;
    // What the same turn of the event loop still adds travels along.
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let group = this.#gathered.shift(); group; group = this.#gathered.shift()) {
      try {
        await this.#publish(group);
        group.stored.resolve();
      } catch (error) {
        group.stored.reject(error);
      }
    }
    this.#flushing = false;
  }

  /** The last group, if there is room in it. */
  #toGroup(length: number): Group {
    const last = this.#gathered.at(-1);
    if (last && last.texts.length < maxEventsPerMessage && last.length + length <= maxMessageLength)
      return last;
    const group = { texts: [], length: 0, stored: Promise.withResolvers<void>() };
    this.#gathered.push(group);
    return group;
  }

  async #publish({ texts }: Group): Promise<void> {
    const payload = packEvents(`[${texts.join(',')}]`);
    for (;;) {
      try {
        await this.#publisher.publish(this.#subject, payload);
        return;
      } catch (error) {
        if (this.#closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}

/**
 * The one way to EVENTS for command events.
 * @param maxPayloadBytes the largest message that the server takes
 */
export const createEventLog = (publisher: Publisher, maxPayloadBytes = 1_048_576): EventLog => {
  const lanes = new Map<string, Lane>();
  const laneOf = (queue: string): Lane => {
    const known = lanes.get(queue);
    if (known) return known;
    const lane = new Lane(subjects.commandEvents(queue), publisher, maxPayloadBytes - frameBytes);
    lanes.set(queue, lane);
    return lane;
  };
  return {
    append: (queue, event) => laneOf(queue).append(event),
    flush: async (limitMs) => {
      const deadline = performance.now() + limitMs;
      while ([...lanes.values()].some((lane) => !lane.idle) && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => {
      for (const lane of lanes.values()) lane.close();
    },
  };
};
