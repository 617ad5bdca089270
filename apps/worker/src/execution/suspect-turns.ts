import type { Leases } from '@signalbox/runtime/bus/leases';
import type { KeyRequest } from '../concurrency/key-request.ts';
import type { Hold } from '../concurrency/place-hold.ts';
import { WaitingLine } from '../concurrency/waiting-line.ts';

export interface SuspectTurnsOptions {
  /** Suspects that run at once. */
  size: number;
  leases: Pick<Leases, 'keep' | 'hasLapsed'>;
  ackWaitMs: number;
  isConnected: () => boolean;
}

const longestSweepMs = 1_000;
/** All wait for the same. */
const token = '';

/** The suspects of a worker take turns. Their leases are kept from here until their handlers are at work. */
export class SuspectTurns {
  readonly #options: SuspectTurnsOptions;
  readonly #line = new WaitingLine();
  readonly #holds = new Map<Hold, KeyRequest>();
  #sweeper: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SuspectTurnsOptions) {
    this.#options = options;
  }

  /** A turn if there is one and nobody waits for it. */
  async tryTake(request: KeyRequest): Promise<Hold | undefined> {
    return !this.#isClosed && this.#line.isEmpty && this.#hasRoom ? this.#take(request) : undefined;
  }

  /** A turn once there is one; undefined if too many wait already, or if waiting has become pointless. */
  async wait(request: KeyRequest): Promise<Hold | undefined> {
    if (this.#isClosed) return undefined;
    const turn = this.#line.join(token, request);
    this.#startSweeping();
    this.#serve();
    return turn;
  }

  /** Nobody waits any more; who has a turn keeps it. */
  close(): void {
    this.#isClosed = true;
    this.#line.leaveIf(() => true);
  }

  get #hasRoom(): boolean {
    return this.#holds.size < this.#options.size;
  }

  #take(request: KeyRequest): Hold {
    const hold: Hold = {
      release: () => {
        if (this.#holds.delete(hold)) this.#serve();
      },
    };
    this.#holds.set(hold, request);
    this.#startSweeping();
    return hold;
  }

  #serve(): void {
    for (let first = this.#line.first(token); first && this.#hasRoom; first = this.#line.first(token))
      this.#line.admit(first, this.#take(first.request));
  }

  #startSweeping(): void {
    this.#sweeper ??= setInterval(() => this.#sweep(), Math.min(longestSweepMs, this.#options.ackWaitMs / 6));
  }

  #sweep(): void {
    const { leases, isConnected } = this.#options;
    this.#line.leaveIf(({ request }) => request.isPointless() || leases.hasLapsed(request.message));
    if (isConnected()) {
      for (const { request } of this.#line.all()) leases.keep(request.message);
      for (const { message } of this.#holds.values()) leases.keep(message);
    }
    if (this.#holds.size > 0 || !this.#line.isEmpty) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}
