import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { DuplicateAnswer } from '../load/tally.ts';
import { terminalTypes, type EventWatcher } from './rebuild.ts';

/** A command with a unique key, from its first event to its end, by places in the stream. */
interface Life {
  id: string;
  uniqueKey: string;
  from: number;
  to: number;
  /** Epoch ms. */
  endedAt: number;
}

/** After its end a command may be named for as long as nobody can tell of it: its worker and the recorder died. */
const staleLimitMs = 20_000;

/**
 * Commands with a unique key. The next one of a key is published only when the end of the one before is stored, so
 * that each of its events comes after that end; no clock is needed.
 */
export class UniqueLives implements EventWatcher {
  readonly #lives = new Map<string, Life>();

  get count(): number {
    return this.#lives.size;
  }

  add(event: CommandEvent, position: number): void {
    const command = 'command' in event ? event.command : undefined;
    if (command?.uniqueKey === undefined) return;
    const { id, uniqueKey } = command;
    const life = this.#lives.get(id) ?? { id, uniqueKey, from: position, to: Infinity, endedAt: Infinity };
    this.#lives.set(id, life);
    if (!terminalTypes.has(event.type) || life.to < Infinity) return;
    life.to = position;
    life.endedAt = event.at;
  }

  /** Pairs of one key that were unfinished at once, one sentence each. */
  listOverlaps(): string[] {
    const byKey = Map.groupBy(this.#lives.values(), ({ uniqueKey }) => uniqueKey);
    return [...byKey.values()].flatMap((lives) => {
      const inOrder = lives.toSorted((left, right) => left.from - right.from);
      return inOrder.slice(1).flatMap((next, index) => {
        const before = inOrder[index];
        if (!before || before.to < next.from) return [];
        return [`${next.id} was accepted with the key ${next.uniqueKey} before ${before.id} had ended`];
      });
    });
  }

  /** Answers that named a command of another key, or one that had long ended, one sentence each. */
  listWrongAnswers(duplicates: readonly DuplicateAnswer[]): string[] {
    return duplicates.flatMap(({ id, uniqueKey, sentAt }) => {
      const life = this.#lives.get(id);
      if (life?.uniqueKey !== uniqueKey)
        return [`the key ${uniqueKey} was answered with ${id}, not one of it`];
      const lateMs = sentAt - life.endedAt;
      return lateMs > staleLimitMs
        ? [`${uniqueKey} was answered with ${id}, ${lateMs} ms after its end`]
        : [];
    });
  }
}
