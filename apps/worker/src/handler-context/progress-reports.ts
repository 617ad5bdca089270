import type { AttemptLife } from './attempt-life.ts';
import { Pacer } from './pacer.ts';

/** How far an attempt is: at most four reports a second leave the worker, and the last one always does. */
export class ProgressReports {
  readonly #life: AttemptLife;
  readonly #pacer = new Pacer(() => this.#send());
  #percent = 0;
  #message: string | undefined;
  #n = 0;

  constructor(life: AttemptLife) {
    this.#life = life;
  }

  readonly report = (percent: number, message?: string): void => {
    if (this.#life.isOver) return;
    this.#percent = Math.min(100, Math.max(0, percent)) || 0;
    this.#message = message;
    this.#pacer.request();
  };

  flush(): void {
    this.#pacer.flush();
  }

  #send(): void {
    const { command, attempt, startedAt } = this.#life.facts;
    this.#n += 1;
    this.#life.tell({
      type: 'progress',
      id: command.id,
      at: Date.now(),
      attempt,
      worker: this.#life.services.worker,
      startedAt,
      n: this.#n,
      percent: this.#percent,
      ...(this.#message !== undefined && { message: this.#message }),
    });
  }
}
