import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { EventWatcher } from './rebuild.ts';

/** An attempt that is known of. */
export interface AttemptSpan {
  id: string;
  queue: string;
  /** Of a key that lets one run at a time. */
  turnKey?: string;
  /** Epoch ms. */
  fromMs: number;
  /** Absent if nobody told its outcome: its worker died, or had lost its lease. */
  untilMs?: number;
}

const attemptTypes: ReadonlySet<string> = new Set(['started', 'completed', 'retrying', 'failed']);
/** Ends of commands that were not run for it. */
const notRun: ReadonlySet<string> = new Set(['worker.lost', 'command.lost', 'command.deadline_exceeded']);

/** Attempts of commands with a concurrency key, or in one queue. */
export class AttemptSpans implements EventWatcher {
  readonly #spans = new Map<string, AttemptSpan>();
  readonly #queue: string;

  /** @param queue whose attempts are of interest even without a key */
  constructor(queue: string) {
    this.#queue = queue;
  }

  get all(): Iterable<AttemptSpan> {
    return this.#spans.values();
  }

  add(event: CommandEvent): void {
    if (!('startedAt' in event) || !('command' in event) || !attemptTypes.has(event.type)) return;
    if ('error' in event && notRun.has(event.error.code)) return;
    const { id, attempt, worker, startedAt, at, command } = event;
    const { queue, concurrencyKey, concurrencyLimit = 1 } = command;
    const turnKey = concurrencyLimit === 1 ? concurrencyKey : undefined;
    if (turnKey === undefined && queue !== this.#queue) return;
    // Stored twice if the bus died with its confirmation.
    const key = [id, attempt, worker, startedAt].join(' ');
    this.#spans.set(key, {
      ...this.#spans.get(key),
      id,
      queue,
      fromMs: startedAt,
      ...(turnKey !== undefined && { turnKey }),
      ...(event.type !== 'started' && { untilMs: at }),
    });
  }
}
