import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import { toPosition, type CommandEvent } from '@signalbox/shared/events/command-event';
import { mergeRows, toRow } from '@signalbox/shared/events/fold';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import { isTerminal } from '@signalbox/shared/status/status';
import type { Batch, HeldMessage, PendingRow } from './batch.ts';

const rowsPerWrite = 750;
/** Under load a row that is only accepted waits this long for its end: one write instead of two. */
const patienceMs = 1_000;

/**
 * Folds events into rows that wait to be written. Any number of events of one command are one row. A row that is
 * new costs the database a tenth of a row that changes, so under load what has ended is written first.
 */
export class PendingRows {
  #rows = new Map<string, PendingRow>();

  get size(): number {
    return this.#rows.size;
  }

  /** Folds the events of one message in. */
  add(message: PulledMessage, events: readonly CommandEvent[]): HeldMessage {
    const held: HeldMessage = { message, open: 0, events: events.length };
    const { sequence } = message;
    for (const [index, event] of events.entries()) this.#fold(event, toPosition(sequence, index), held);
    return held;
  }

  /** Takes out what is to be written now; empty if all that is left may wait for more. */
  take(): Batch {
    if (this.#rows.size <= rowsPerWrite) return this.#takeAll();
    const oldest = performance.now() - patienceMs;
    const batch: Batch = [];
    for (const [id, pending] of this.#rows) {
      if (!isTerminal(pending.row.state.status) && pending.since > oldest) continue;
      batch.push(pending);
      this.#rows.delete(id);
      if (batch.length === rowsPerWrite) break;
    }
    return batch;
  }

  #takeAll(): Batch {
    const batch = [...this.#rows.values()];
    this.#rows = new Map();
    return batch;
  }

  #fold(event: CommandEvent, position: number, held: HeldMessage): void {
    const row = toRow(event, position);
    let pending = this.#rows.get(event.id);
    if (pending) {
      pending.row = mergeRows(pending.row, row);
    } else {
      pending = { row, since: performance.now(), history: [], messages: [] };
      this.#rows.set(event.id, pending);
    }
    if (pending.messages.at(-1) !== held) {
      pending.messages.push(held);
      held.open += 1;
    }
    if (event.type === 'started' || event.type === 'retrying') {
      pending.history.push({
        id: [event.id, event.attempt, event.type],
        item: toHistoryItem(event, position),
      });
    }
  }
}
