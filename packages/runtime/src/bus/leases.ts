import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { PulledMessage } from './pulled-message.ts';

/** What is known of the time for which a delivery is ours. Times are monotonic, in ms. */
export type LeasedMessage = Pick<PulledMessage, 'lease' | 'working'>;

export interface Leases {
  /** Sends a renewal if it is time for one. */
  keep(message: LeasedMessage): void;
  /**
   * Whether the delivery may be another's by now. Once true, it stays so: a renewal that the server confirms later
   * may have extended the lease of whoever has it.
   */
  hasLapsed(message: LeasedMessage): boolean;
  close(): void;
}

interface Renewal {
  message: LeasedMessage;
  sentAt: number;
}

/**
 * Renews leases by requests: a lease that is only hoped for is none. All share one subscription, and what is never
 * answered is forgotten when its lease would be over.
 */
class RenewedLeases implements Leases {
  readonly #ackWaitMs: number;
  readonly #inbox = createInbox();
  readonly #subscription: Subscription;
  readonly #renewals = new Map<string, Renewal>();
  #counter = 0;

  constructor(nc: NatsConnection, ackWaitMs: number) {
    this.#ackWaitMs = ackWaitMs;
    const prefix = this.#inbox.length + 1;
    this.#subscription = nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, reply) => {
        if (!error) this.#confirm(reply, reply.subject.slice(prefix));
      },
    });
  }

  keep(message: LeasedMessage): void {
    const now = performance.now();
    const { lease } = message;
    if (now - lease.confirmedAt < this.#ackWaitMs / 3 || this.hasLapsed(message)) return;
    // An answer that is late is not waited for: several renewals may be under way.
    if (now - lease.renewedAt < this.#ackWaitMs / 6) return;
    this.#forgetBefore(now - this.#ackWaitMs);
    lease.renewedAt = now;
    const token = (this.#counter++).toString(36);
    this.#renewals.set(token, { message, sentAt: now });
    message.working(`${this.#inbox}.${token}`);
  }

  hasLapsed({ lease }: LeasedMessage): boolean {
    lease.isLost ||= performance.now() - lease.confirmedAt >= this.#ackWaitMs;
    return lease.isLost;
  }

  close(): void {
    this.#subscription.unsubscribe();
    this.#renewals.clear();
  }

  #confirm({ headers }: Msg, token: string): void {
    const renewal = this.#renewals.get(token);
    this.#renewals.delete(token);
    // With a status nobody has taken the renewal: JetStream is away.
    if (!renewal || headers?.hasError || this.hasLapsed(renewal.message)) return;
    const { lease } = renewal.message;
    lease.confirmedAt = Math.max(lease.confirmedAt, renewal.sentAt);
  }

  #forgetBefore(limit: number): void {
    for (const [token, { sentAt }] of this.#renewals) {
      if (sentAt >= limit) return;
      this.#renewals.delete(token);
    }
  }
}

/** @param ackWaitMs the lease that the server gives */
export const keepLeases = (nc: NatsConnection, ackWaitMs: number): Leases => new RenewedLeases(nc, ackWaitMs);
