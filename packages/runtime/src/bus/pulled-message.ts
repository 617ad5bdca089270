import { recentAcksOf } from './recent-acks.ts';
import { toWire } from './wire.ts';
import type { Msg, NatsConnection } from '@nats-io/transport-node';

const nanos = 1_000_000;

// A closed client throws. What it has while it is disconnected it drops when it dials anew: such a delivery comes again.
const settle = (nc: NatsConnection, reply: string, verb: string): void => {
  if (!nc.isClosed()) toWire(nc).send({ subject: reply, payload: verb });
};

/** The time for which a delivery is ours. Times are monotonic, in ms. */
export interface Lease {
  /** The last moment from which the server is known to count. */
  confirmedAt: number;
  /** When a renewal was sent last. */
  renewedAt: number;
  /** It may be another's, for good. */
  isLost: boolean;
}

/**
 * One delivery from a pull consumer. Its facts are in the reply subject,
 * `$JS.ACK.[<domain>.<account>.]<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>`, and
 * are read only when asked for.
 */
export class PulledMessage {
  readonly #message: Msg;
  readonly #nc: NatsConnection;
  readonly #reply: string;
  #tokens: string[] | undefined;
  readonly lease: Lease;

  /** @param sentSince monotonic ms; the message was sent no earlier, so its lease began no earlier */
  constructor(nc: NatsConnection, message: Msg, sentSince: number) {
    this.#nc = nc;
    this.#message = message;
    this.#reply = message.reply ?? '';
    this.lease = { confirmedAt: sentSince, renewedAt: 0, isLost: false };
  }

  get subject(): string {
    return this.#message.subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  header(name: string): string | undefined {
    return this.#message.headers?.get(name) || undefined;
  }

  /** From 1. */
  get deliveryCount(): number {
    return this.#fact(4);
  }

  get sequence(): number {
    return this.#fact(5);
  }

  /** Messages of the consumer that were not delivered yet. */
  get pending(): number {
    return this.#fact(8);
  }

  ack(): void {
    this.#settle('+ACK');
  }

  /**
   * The way to acknowledge it later without keeping its bytes until then. It is said again if the server may not have
   * heard it, so it is for what may not wait for another delivery.
   */
  get acknowledgement(): () => void {
    const [nc, reply] = [this.#nc, this.#reply];
    return () => {
      settle(nc, reply, '+ACK');
      recentAcksOf(nc).note(reply);
    };
  }

  /** Asks for another delivery, no earlier than after `delayMs`. */
  nak(delayMs = 0): void {
    this.#settle(delayMs > 0 ? `-NAK {"delay":${Math.round(delayMs * nanos)}}` : '-NAK');
  }

  /**
   * Extends the lease by another ack wait.
   * @param reply the subject on which the server is to confirm it; nobody hears of it if absent
   */
  working(reply?: string): void {
    if (reply === undefined) this.#settle('+WPI');
    else if (!this.#nc.isClosed()) this.#nc.publish(this.#reply, '+WPI', { reply });
  }

  /** Never deliver this message again. */
  term(): void {
    this.#settle('+TERM');
  }

  #settle(verb: string): void {
    settle(this.#nc, this.#reply, verb);
  }

  #fact(place: number): number {
    this.#tokens ??= this.#reply.split('.');
    const offset = this.#tokens.length >= 11 ? 2 : 0;
    return Number(this.#tokens[place + offset] ?? 0);
  }
}
