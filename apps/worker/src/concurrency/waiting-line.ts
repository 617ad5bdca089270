import type { KeyRequest } from './key-request.ts';
import type { Hold } from './place-hold.ts';

export interface Waiter {
  token: string;
  request: KeyRequest;
  resolve: (hold: Hold | undefined) => void;
}

/** More than this of one queue do not wait in a worker: other workers may have the place sooner. */
const mostPerQueue = 64;

/** Deliveries that wait for a place, first come first served within a key. */
export class WaitingLine {
  readonly #byToken = new Map<string, Waiter[]>();
  readonly #countByQueue = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#byToken.size === 0;
  }

  has(token: string): boolean {
    return this.#byToken.has(token);
  }

  tokens(): string[] {
    return [...this.#byToken.keys()];
  }

  all(): Waiter[] {
    return [...this.#byToken.values()].flat();
  }

  first(token: string): Waiter | undefined {
    return this.#byToken.get(token)?.[0];
  }

  /** Undefined if too many of the queue wait. */
  join(token: string, request: KeyRequest): Promise<Hold | undefined> | undefined {
    const count = this.#countByQueue.get(request.queue) ?? 0;
    if (count >= mostPerQueue) return undefined;
    this.#countByQueue.set(request.queue, count + 1);
    return new Promise((resolve) => {
      const waiters = this.#byToken.get(token) ?? [];
      waiters.push({ token, request, resolve });
      this.#byToken.set(token, waiters);
    });
  }

  /** @returns false if the waiter has left */
  admit(waiter: Waiter, hold: Hold): boolean {
    if (!this.#remove(waiter)) return false;
    waiter.resolve(hold);
    return true;
  }

  leaveIf(shouldLeave: (waiter: Waiter) => boolean): void {
    for (const waiter of this.all()) {
      if (shouldLeave(waiter) && this.#remove(waiter)) waiter.resolve(undefined);
    }
  }

  #remove({ token, request, resolve }: Waiter): boolean {
    const waiters = this.#byToken.get(token) ?? [];
    const place = waiters.findIndex((waiter) => waiter.resolve === resolve);
    if (place === -1) return false;
    waiters.splice(place, 1);
    if (waiters.length === 0) this.#byToken.delete(token);
    const left = (this.#countByQueue.get(request.queue) ?? 1) - 1;
    if (left === 0) this.#countByQueue.delete(request.queue);
    else this.#countByQueue.set(request.queue, left);
    return true;
  }
}
