import { createInbox, type Msg, type Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { Bus } from './connect.ts';
import { pauseClockOf, type PauseClock } from './pause-clock.ts';
import { PulledMessage } from './pulled-message.ts';

export interface PullOptions {
  stream: string;
  consumer: string;
  /** How many more messages could be handled right now; never more than this are asked for. */
  capacity: () => number;
  onMessage: (message: PulledMessage) => void;
  /** The consumer's lease. */
  ackWaitMs?: number;
  /** Called when the consumer is gone, so that it can be provisioned again. */
  recover?: () => Promise<void>;
  logger: Logger;
}

export interface Pull {
  /** Messages that were asked for and have not come. */
  readonly requested: number;
  /** Tells that the capacity rose. */
  wake(): void;
  /** Takes back what was asked for and asks anew for the capacity there is; what is on its way still arrives. */
  withdraw(): void;
  /** Asks for no more; resolves when the messages on their way have reached `onMessage`. */
  stop(): Promise<void>;
}

const nanos = 1_000_000;
const expiresMs = 30_000;
const longestIdleHeartbeatMs = 2_000;
const checkMs = 5_000;
/** Nothing heard for this long with a request open: the server no longer knows it. */
const silenceMs = 25_000;
const retryMs = 500;

/**
 * nats-server drops the requests of a process that died with the next heartbeat that they are due. If a lease is over
 * before, 2.9 finds nobody to redeliver to, and delivers another message, or the same, as if for the first time.
 */
const toIdleHeartbeatMs = (ackWaitMs: number): number =>
  Math.min(longestIdleHeartbeatMs, Math.floor(ackWaitMs / 3));

const isDelivery = (message: Msg): boolean => message.reply?.startsWith('$JS.ACK.') ?? false;

/**
 * Keeps requests open on a pull consumer for exactly the capacity there is. The client's own `consume` asks for a
 * fixed number ahead, and what waits in its buffer grows old: its ack wait is running.
 */
class PullLoop implements Pull {
  readonly #bus: Bus;
  readonly #clock: PauseClock;
  readonly #options: PullOptions;
  readonly #subject: string;
  readonly #idleHeartbeatNanos: number;
  readonly #check: NodeJS.Timeout;
  #inbox = '';
  #subscription: Subscription | undefined;
  #requested = 0;
  #requests = 0;
  #heardAt = 0;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(bus: Bus, options: PullOptions) {
    this.#bus = bus;
    this.#clock = pauseClockOf(bus.nc);
    this.#options = options;
    this.#subject = `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.consumer}`;
    this.#idleHeartbeatNanos = toIdleHeartbeatMs(options.ackWaitMs ?? Infinity) * nanos;
    this.#check = setInterval(() => this.#restartIfSilent(), checkMs);
    this.#restart();
    void this.#watch();
  }

  get requested(): number {
    return this.#requested;
  }

  wake(): void {
    if (this.#stopped || this.#retry) return;
    const capacity = this.#options.capacity();
    const missing = capacity - this.#requested;
    // Small refills while a request is open would cost a round trip for each message.
    if (missing <= 0 || (this.#requested > 0 && missing < capacity / 2)) return;
    this.#requested += missing;
    this.#heardAt = performance.now();
    const request = `{"batch":${missing},"expires":${expiresMs * nanos},"idle_heartbeat":${this.#idleHeartbeatNanos}}`;
    this.#bus.nc.publish(this.#subject, request, { reply: `${this.#inbox}.${this.#requests++}` });
  }

  withdraw(): void {
    if (this.#stopped || this.#retry || this.#requested === 0) return;
    const old = this.#subscription;
    this.#open();
    // Dropped, what is on its way would wait for the end of its lease.
    if (!this.#bus.nc.isClosed()) void old?.drain().catch(() => undefined);
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#check);
    clearTimeout(this.#retry);
    // What the server sent before it knew is handled; dropped, it would wait for the end of its lease.
    if (!this.#bus.nc.isClosed()) await this.#subscription?.drain().catch(() => undefined);
  }

  /** A new inbox: whatever still comes for the old requests is redelivered by the server, not counted here. */
  #restart(): void {
    this.#subscription?.unsubscribe();
    this.#open();
    this.wake();
  }

  #open(): void {
    this.#inbox = createInbox();
    this.#requested = 0;
    const subscription = this.#bus.nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error) return;
        if (subscription === this.#subscription) this.#receive(message);
        else if (isDelivery(message)) this.#deliver(message);
      },
    });
    this.#subscription = subscription;
  }

  #receive(message: Msg): void {
    this.#heardAt = performance.now();
    if (isDelivery(message)) {
      this.#requested = Math.max(0, this.#requested - 1);
      this.#deliver(message);
      if (this.#requested === 0) this.wake();
      return;
    }
    this.#receiveStatus(message);
  }

  #deliver(message: Msg): void {
    this.#options.onMessage(new PulledMessage(this.#bus.nc, message, this.#clock.sentSince));
  }

  #receiveStatus(message: Msg): void {
    if (!message.headers || message.headers.code === 100) return;
    const { code: status, description: text } = message.headers;
    const undelivered = Number(message.headers.get('Nats-Pending-Messages') || this.#requested);
    this.#requested = Math.max(0, this.#requested - undelivered);
    if (status === 408 || (status === 409 && !/deleted/i.test(text))) this.wake();
    else this.#retryLater(`${status} ${text}`);
  }

  #retryLater(reason: string): void {
    if (this.#stopped || this.#retry) return;
    this.#options.logger.warn({ consumer: this.#options.consumer, reason }, 'pull refused, trying again');
    this.#retry = setTimeout(async () => {
      try {
        await this.#options.recover?.();
      } catch (error) {
        this.#options.logger.warn(
          { consumer: this.#options.consumer, err: error },
          'consumer not recovered yet',
        );
      }
      this.#retry = undefined;
      if (!this.#stopped) this.#restart();
    }, retryMs);
  }

  #restartIfSilent(): void {
    if (this.#requested === 0) return this.wake();
    if (performance.now() - this.#heardAt < silenceMs) return;
    this.#options.logger.warn({ consumer: this.#options.consumer }, 'pull request lost, asking again');
    this.#restart();
  }

  /** The server forgets open requests with the connection. */
  async #watch(): Promise<void> {
    for await (const status of this.#bus.nc.status()) {
      if (this.#stopped) return;
      if (status.type === 'reconnect') this.#restart();
    }
  }
}

/** Pulls messages for as long as there is capacity. */
export const pullMessages = (bus: Bus, options: PullOptions): Pull => new PullLoop(bus, options);
