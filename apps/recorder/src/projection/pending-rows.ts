import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import {
  isStateEvent,
  toPosition,
  type CommandEvent,
  type StateEvent,
} from '@signalbox/shared/events/command-event';
import { mergeRows, toRow } from '@signalbox/shared/events/fold';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import { isTerminal } from '@signalbox/shared/status/status';
import type { WrittenPortion } from './pace.ts';
import type { RecentIds } from './recent-ids.ts';
import type { Batch, HeldMessage, PendingRow } from './batch.ts';

const rowsPerWrite = 1_500;
/** A row whose command has not ended waits this long for its end: one write instead of two, at a third of the cost. */
const patienceMs = { calm: 15, busy: 1_000 };

/**
 * Folds events into rows that wait to be written. Any number of events of one command are one row. What has ended is
 * written first.
 */
export class PendingRows {
  readonly #rows = new Map<string, PendingRow>();
  /** Being written: what is heard of them meanwhile waits, or the database would see both as new. */
  readonly #writing = new Set<string>();
  readonly #known: RecentIds;

  /** @param known commands that are stored */
  constructor(known: RecentIds) {
    this.#known = known;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Folds the events of one message in. */
  add(message: PulledMessage, events: readonly CommandEvent[]): HeldMessage {
    const { sequence, acknowledgement: acknowledge } = message;
    const held: HeldMessage = { acknowledge, open: 0, events: events.length };
    for (const [index, event] of events.entries()) {
      if (isStateEvent(event)) this.#fold(event, toPosition(sequence, index), held);
    }
    return held;
  }

  /** Monotonic ms at which the oldest row began to wait; now if there is none. */
  get oldestAt(): number {
    for (const { since } of this.#rows.values()) return since;
    return performance.now();
  }

  /** Takes out what is to be written now; empty if all that is left may wait for more. */
  take(portion: WrittenPortion): Batch {
    const patience = this.#rows.size > rowsPerWrite ? patienceMs.busy : patienceMs.calm;
    const patientSince = performance.now() - patience;
    const batch = this.#takeWhere(
      ({ row, since }) => isTerminal(row.state.status) || since <= patientSince,
      rowsPerWrite,
    );
    if (portion === 'ended' || batch.length === rowsPerWrite) return batch;
    return [...batch, ...this.#takeWhere(() => true, rowsPerWrite - batch.length)];
  }

  /** Tells that a batch that was taken is written. */
  release(batch: Batch): void {
    for (const { row } of batch) this.#writing.delete(row.id);
  }

  #isStored(id: string): boolean {
    return this.#known.has(id) || this.#writing.has(id);
  }

  #takeWhere(isWanted: (pending: PendingRow) => boolean, limit: number): Batch {
    const batch: Batch = [];
    for (const [id, pending] of this.#rows) {
      if (this.#writing.has(id) || !isWanted(pending)) continue;
      batch.push(pending);
      this.#rows.delete(id);
      this.#writing.add(id);
      if (batch.length === limit) break;
    }
    return batch;
  }

  #fold(event: StateEvent, position: number, held: HeldMessage): void {
    let pending = this.#rows.get(event.id);
    // That a known command was accepted is no news: a fast worker's events may come first.
    if (event.type === 'accepted' && (pending?.row.command || (!pending && this.#isStored(event.id)))) return;
    const row = toRow(event, position);
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
