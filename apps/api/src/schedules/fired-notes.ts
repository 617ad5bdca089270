import type { FiredNote } from '@signalbox/runtime/store/schedules';
import type { ScheduleStore } from './ports.ts';

const retryMs = 2_000;

/** Keeps what was fired last until the database has it, which may be away for long. */
export class FiredNotes {
  readonly #store: Pick<ScheduleStore, 'noteFired'>;
  readonly #unwritten = new Map<string, FiredNote>();
  #isWriting = false;
  #retry: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(store: Pick<ScheduleStore, 'noteFired'>) {
    this.#store = store;
  }

  add(scheduleId: string, note: FiredNote): void {
    this.#unwritten.set(scheduleId, { ...this.#unwritten.get(scheduleId), ...note });
    void this.#write();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
  }

  async #write(): Promise<void> {
    if (this.#isWriting || this.#isStopped) return;
    this.#isWriting = true;
    try {
      for (let [next] = this.#unwritten; next; [next] = this.#unwritten) {
        const [id, note] = next;
        await this.#store.noteFired(id, note);
        if (this.#unwritten.get(id) === note) this.#unwritten.delete(id);
      }
    } catch {
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => void this.#write(), retryMs);
    } finally {
      this.#isWriting = false;
    }
  }
}
