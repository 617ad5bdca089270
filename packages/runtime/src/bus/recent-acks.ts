import type { NatsConnection } from '@nats-io/transport-node';
import { toWire } from './wire.ts';

/** What a killed server forgets, and what is said while nobody is connected, is less than this. */
const mostKept = 1_024;

/**
 * The last acknowledgements of a connection, said again when it is back: a killed server forgets those of its last
 * moment, and the client drops what it has when it dials anew. A message that was acknowledged in vain is taken for
 * unwritten until its lease ends, and for that long nobody can tell that all is written.
 */
export class RecentAcks {
  readonly #nc: NatsConnection;
  readonly #replies: string[] = [];
  #next = 0;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    void this.#followReconnects();
  }

  /** @param reply the subject on which a message was acknowledged */
  note(reply: string): void {
    this.#replies[this.#next] = reply;
    this.#next = (this.#next + 1) % mostKept;
  }

  async #followReconnects(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type !== 'reconnect') continue;
      // Those that were heard the first time change nothing.
      for (const subject of this.#replies) toWire(this.#nc).send({ subject, payload: '+ACK' });
    }
  }
}

const known = new WeakMap<NatsConnection, RecentAcks>();

export const recentAcksOf = (nc: NatsConnection): RecentAcks => {
  const acks = known.get(nc) ?? new RecentAcks(nc);
  known.set(nc, acks);
  return acks;
};
