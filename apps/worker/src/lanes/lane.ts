import type { Pull } from '@signalbox/runtime/bus/pull';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import type { Priority } from '@signalbox/shared/commands/priority';

interface Held {
  message: PulledMessage;
  /** Monotonic ms. */
  since: number;
}

/** One priority of a queue: what of it is here, and what this worker knows of the rest. */
export class Lane {
  readonly priority: Priority;
  #pull: Pull | undefined;
  /** Deliveries that came when none could begin. */
  readonly held: Held[] = [];
  /** Commands that no worker has yet, as the last delivery told. */
  backlog = 0;
  /** About how many deliveries come between two sweeps. */
  #flow = 0;
  #received = 0;
  #couldReceive = false;

  constructor(priority: Priority) {
    this.priority = priority;
  }

  open(pull: Pull): void {
    this.#pull = pull;
  }

  /** Open requests. */
  get requested(): number {
    return this.#pull?.requested ?? 0;
  }

  /** Deliveries that could begin now, were there room. */
  get demand(): number {
    return this.held.length + this.backlog;
  }

  /** What room would be used for until the next sweep. */
  get expected(): number {
    return this.demand + this.#flow;
  }

  /** A lane of which nothing waits keeps one request open all the same, to hear of what comes. */
  get listening(): 0 | 1 {
    return this.demand === 0 ? 1 : 0;
  }

  /** Open requests beyond the one that listens. */
  get asked(): number {
    return Math.max(0, this.requested - this.listening);
  }

  /** Asks for as much as there is capacity for. */
  ask(): void {
    this.#pull?.wake();
  }

  /** Asks anew where more is asked for than there is capacity for. */
  askAnew(): void {
    this.#pull?.withdraw();
  }

  async close(): Promise<void> {
    await this.#pull?.stop();
  }

  receive(message: PulledMessage): void {
    this.backlog = message.pending;
    this.#received += 1;
  }

  hold(message: PulledMessage): void {
    this.held.push({ message, since: performance.now() });
  }

  /** Takes out what has been held since before that moment. */
  takeHeldBefore(since: number): PulledMessage[] {
    const count = this.held.findIndex((held) => held.since >= since);
    return this.held.splice(0, count === -1 ? this.held.length : count).map(({ message }) => message);
  }

  /** Forgets a backlog that others have taken: with a request open all the while, some of it would have come. */
  sweep(canReceive: boolean): void {
    if (this.#received === 0 && this.#couldReceive) this.backlog = 0;
    this.#couldReceive = canReceive || this.requested > 0;
    this.#flow = Math.max(this.#received, this.#flow >> 1);
    this.#received = 0;
  }
}
