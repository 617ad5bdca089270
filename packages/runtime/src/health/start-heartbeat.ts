import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { HeartbeatStatus } from '@signalbox/shared/health/heartbeat';
import { subjects } from '@signalbox/shared/naming';
import type { ServiceHealth } from './create-health.ts';
import { encodeHeartbeat } from './encode-heartbeat.ts';

export interface HeartbeatOptions {
  nc: NatsConnection;
  health: ServiceHealth;
  intervalMs: number;
  /** Where this process serves /livez. */
  url?: string;
  commands?: string[];
  queues?: string[];
}

/** Spreads the answers of many processes to one request; all are there within a second. */
const answerSpreadMs = 400;
const goodbyeLimitMs = 1_000;

const waitAtMost = async (work: Promise<unknown>, limitMs: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), limitMs);
  await Promise.race([work.catch(() => undefined), promise]);
  clearTimeout(timer);
};

/** Whether a publish leaves now; while NATS is away the client would keep beats and send them stale. */
const watchConnection = (nc: NatsConnection, onReconnect: () => void) => {
  let isConnected = true;
  const watch = async (): Promise<void> => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect' || type === 'close') isConnected = false;
      if (type === 'reconnect') {
        isConnected = true;
        onReconnect();
      }
    }
    isConnected = false;
  };
  void watch();
  return () => isConnected && !nc.isClosed();
};

class Heart {
  readonly #options: HeartbeatOptions;
  readonly #canSend: () => boolean;
  readonly #requests: Subscription;
  readonly #endWatch: () => void;
  #seq = 0;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    const { nc, health } = options;
    this.#canSend = watchConnection(nc, () => this.#beat());
    this.#requests = nc.subscribe(subjects.heartbeatRequest, {
      callback: () => {
        if (!this.#isStopped) this.#schedule(Math.random() * answerSpreadMs);
      },
    });
    this.#endWatch = health.onStatusChange(() => this.#beat());
    this.#beat();
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#endWatch();
    if (!this.#canSend()) return;
    this.#requests.unsubscribe();
    this.#send('stopped');
    await waitAtMost(this.#options.nc.flush(), goodbyeLimitMs);
  }

  #beat(): void {
    if (this.#isStopped) return;
    this.#send();
    this.#schedule(this.#options.intervalMs * (0.9 + Math.random() * 0.2));
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(), waitMs).unref();
  }

  #send(status?: HeartbeatStatus): void {
    if (!this.#canSend()) return;
    const { nc, health, intervalMs, url, commands, queues } = this.#options;
    const beat = health.toHeartbeat({
      seq: this.#seq,
      intervalMs,
      ...(status && { status }),
      ...(url !== undefined && { url }),
      ...(commands && { commands }),
      ...(queues && { queues }),
    });
    try {
      nc.publish(subjects.heartbeat(health.service, health.instance), encodeHeartbeat(beat));
      this.#seq += 1;
    } catch {
      // The connection closed in between; the receiver notices the silence.
    }
  }
}

/**
 * Beats every `intervalMs` ± 10 %, at once when the status changes, and when asked; a missing NATS is waited out
 * in silence. `stop` says goodbye.
 */
export const startHeartbeat = (options: HeartbeatOptions): { stop(): Promise<void> } => new Heart(options);
