const intervalMs = 250;

/** Spaces out what an attempt tells: at once after a pause, else when a quarter of a second is over. */
export class Pacer {
  readonly #send: () => void;
  #sentAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: () => void) {
    this.#send = send;
  }

  /** There is something to send. */
  request(): void {
    if (this.#timer) return;
    const waitMs = this.#sentAt + intervalMs - performance.now();
    if (waitMs <= 0) this.#fire();
    else this.#timer = setTimeout(() => this.#fire(), waitMs);
  }

  /** Sends now what still waits. */
  flush(): void {
    if (this.#timer) this.#fire();
  }

  #fire(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = performance.now();
    this.#send();
  }
}
