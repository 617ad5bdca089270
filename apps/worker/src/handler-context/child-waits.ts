import type { CommandEnd } from '@signalbox/shared/status/command-end';
import type { AttemptLife } from './attempt-life.ts';

const pollMs = 2_000;

const removed = (id: string): CommandEnd => ({
  id,
  status: 'failed',
  error: { code: 'command.lost', message: `The child ${id} is not known any more.`, retryable: false },
});

/** The children whose end one attempt waits for; told by their workers, and asked for in case a word gets lost. */
export class ChildWaits {
  readonly #life: AttemptLife;
  readonly #known = new Map<string, CommandEnd>();
  readonly #open = new Map<string, PromiseWithResolvers<CommandEnd>>();
  #stopListening: (() => void) | undefined;
  #poll: NodeJS.Timeout | undefined;
  #withoutSlot = 0;
  #allEnded: PromiseWithResolvers<void> | undefined;
  #slotAgain: Promise<void> | undefined;

  constructor(life: AttemptLife) {
    this.#life = life;
  }

  /** Begins to listen; before a child is published, or its end may go unheard. */
  listen(): void {
    if (this.#stopListening) return;
    const { facts, services, signal } = this.#life;
    this.#stopListening = services.family.listen(facts.command.id, (end) => this.hear(end));
    signal.addEventListener('abort', () => this.#rejectAll(signal.reason), { once: true });
  }

  hear(end: CommandEnd): void {
    this.#known.set(end.id, end);
    this.#open.get(end.id)?.resolve(end);
    this.#open.delete(end.id);
  }

  /** @throws the signal's reason once the attempt is told to end */
  async end(id: string): Promise<CommandEnd> {
    const known = this.#known.get(id);
    if (known) return known;
    this.#life.assertGoesOn();
    const wait = this.#open.get(id) ?? Promise.withResolvers<CommandEnd>();
    this.#open.set(id, wait);
    this.listen();
    this.#pollLater();
    return wait.promise;
  }

  /** Lends the slot to others for as long as at least one such wait goes on. */
  async withoutSlot<Value>(wait: Promise<Value>): Promise<Value> {
    this.#withoutSlot += 1;
    if (!this.#allEnded) {
      this.#allEnded = Promise.withResolvers();
      this.#slotAgain = this.#life.slot.releaseWhile(this.#allEnded.promise);
    }
    try {
      return await wait;
    } finally {
      this.#withoutSlot -= 1;
      if (this.#withoutSlot === 0) await this.#takeSlotAgain();
    }
  }

  close(): void {
    clearTimeout(this.#poll);
    this.#stopListening?.();
    this.#open.clear();
    this.#allEnded?.resolve();
  }

  async #takeSlotAgain(): Promise<void> {
    this.#allEnded?.resolve();
    this.#allEnded = undefined;
    await this.#slotAgain;
  }

  #rejectAll(reason: unknown): void {
    for (const { reject } of this.#open.values()) reject(reason);
    this.#open.clear();
  }

  #pollLater(): void {
    this.#poll ??= setTimeout(() => void this.#ask(), pollMs);
  }

  async #ask(): Promise<void> {
    for (const id of this.#open.keys()) {
      // While nobody can tell, the next round asks again.
      const state = await this.#life.services.family.look(id).catch(() => undefined);
      if (state?.kind === 'ended') this.hear(state.end);
      if (state?.kind === 'absent') this.hear(removed(id));
    }
    this.#poll = undefined;
    if (this.#open.size > 0 && !this.#life.isOver) this.#pollLater();
  }
}
