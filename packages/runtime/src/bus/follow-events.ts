import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import { streams, subjects } from '@signalbox/shared/naming';
import type { Logger } from 'pino';
import type { Bus } from './connect.ts';

/** One message of EVENTS, as it is stored. */
export interface EventMessage {
  sequence: number;
  data: Uint8Array;
}

export interface FollowOptions {
  onMessage: (message: EventMessage) => void;
  logger: Logger;
}

export interface EventFollower {
  /** Sequence of the last message handed on, or of the last one stored when following began. */
  readonly sequence: number;
  stop(): Promise<void>;
}

const retryMs = 500;

/** Follows EVENTS from where it ends now, without gap or repetition, over any number of lost connections. */
class Follower implements EventFollower {
  readonly #bus: Bus;
  readonly #options: FollowOptions;
  #sequence = 0;
  #messages: ConsumerMessages | undefined;
  #isStopped = false;

  constructor(bus: Bus, options: FollowOptions) {
    this.#bus = bus;
    this.#options = options;
  }

  get sequence(): number {
    return this.#sequence;
  }

  async start(): Promise<void> {
    this.#sequence = await this.#readLastSequence();
    await this.#open();
    void this.#run();
    void this.#reopenOnReconnect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#messages?.close();
  }

  async #readLastSequence(): Promise<number> {
    return (await this.#bus.jsm.streams.info(streams.events)).state.last_seq;
  }

  async #open(): Promise<void> {
    // A stream that was made anew counts from 1 again; waiting for the old number would be silence for ever.
    this.#sequence = Math.min(this.#sequence, await this.#readLastSequence());
    const consumer = await this.#bus.js.consumers.get(streams.events, {
      filter_subjects: subjects.allCommandEvents,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.#sequence + 1,
    });
    this.#messages = await consumer.consume({
      max_messages: 500,
      callback: (message) => {
        // A consumer that is being replaced may still deliver; each is gapless, so what is new is also next.
        if (message.seq <= this.#sequence) return;
        this.#sequence = message.seq;
        this.#options.onMessage({ sequence: message.seq, data: message.data });
      },
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#messages?.closed();
      await this.#reopen();
    }
  }

  async #reopen(): Promise<void> {
    while (!this.#isStopped && !this.#bus.nc.isClosed()) {
      try {
        await this.#open();
        return;
      } catch (error) {
        this.#options.logger.debug({ err: error }, 'the event feed waits for the bus');
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    this.#isStopped = true;
  }

  /** A restarted server has forgotten the consumer; a new one is sooner there than the old one's missed heartbeats. */
  async #reopenOnReconnect(): Promise<void> {
    for await (const { type } of this.#bus.nc.status()) {
      if (this.#isStopped) return;
      if (type === 'reconnect') await this.#messages?.close();
    }
  }
}

/** @throws Error if EVENTS cannot be read at the start */
export const followEvents = async (bus: Bus, options: FollowOptions): Promise<EventFollower> => {
  const follower = new Follower(bus, options);
  await follower.start();
  return follower;
};
