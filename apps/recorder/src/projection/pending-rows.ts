import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';
import {
  isStateEvent,
  toPosition,
  type CommandEvent,
  type DeletedEvent,
  type LogEvent,
  type StateEvent,
} from '@signalbox/shared/events/command-event';
import { mergeRows, toRow } from '@signalbox/shared/events/fold';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import { isTerminal } from '@signalbox/shared/status/status';
import type { WrittenPortion } from './pace.ts';
import { RecentIds } from './recent-ids.ts';
import type { Batch, HeldMessage, PendingRow } from './batch.ts';

const rowsPerWrite = 1_500;
const deletedIdsLimit = 10_000;
/** A row whose command has not ended waits this long for its end: one write instead of two, at a third of the cost. */
const patienceMs = { calm: 15, busy: 1_000 };

const isDone = ({ row, deletedAt }: PendingRow): boolean =>
  deletedAt !== undefined || (row !== undefined && isTerminal(row.state.status));

/**
 * Folds events into rows that wait to be written. Any number of events of one command are one row. What has ended is
 * written first.
 */
export class PendingRows {
  readonly #rows = new Map<string, PendingRow>();
  /** Being written: what is heard of them meanwhile waits, or the database would see both as new. */
  readonly #writing = new Map<string, PendingRow>();
  readonly #known: RecentIds;
  readonly #deleted = new RecentIds(deletedIdsLimit);

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
    const isRepeated = message.deliveryCount > 1;
    const held: HeldMessage = { acknowledge, open: 0, events: events.length, isRepeated };
    for (const [index, event] of events.entries()) {
      const position = toPosition(sequence, index);
      if (isStateEvent(event)) this.#fold(event, position, held);
      else if (event.type === 'log') this.#addLog(event, position, held);
      else this.#delete(event, held);
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
      (pending) => isDone(pending) || pending.since <= patientSince,
      rowsPerWrite,
    );
    if (portion === 'ended' || batch.length === rowsPerWrite) return batch;
    return [...batch, ...this.#takeWhere(() => true, rowsPerWrite - batch.length)];
  }

  /** Tells that a batch that was taken is written. */
  release(batch: Batch): void {
    for (const { id } of batch) this.#writing.delete(id);
  }

  #isStored(id: string): boolean {
    return this.#known.has(id) || this.#writing.get(id)?.row?.command !== undefined;
  }

  #takeWhere(isWanted: (pending: PendingRow) => boolean, limit: number): Batch {
    const batch: Batch = [];
    for (const [id, pending] of this.#rows) {
      if (this.#writing.has(id) || !isWanted(pending)) continue;
      batch.push(pending);
      this.#rows.delete(id);
      this.#writing.set(id, pending);
      if (batch.length === limit) break;
    }
    return batch;
  }

  /** That a known command was accepted is no news: a fast worker's events may come first. */
  #isNews(event: StateEvent, waiting: PendingRow | undefined): boolean {
    if (this.#deleted.has(event.id)) return false;
    if (event.type !== 'accepted') return true;
    return waiting ? waiting.row?.command === undefined : !this.#isStored(event.id);
  }

  #fold(event: StateEvent, position: number, held: HeldMessage): void {
    const waiting = this.#rows.get(event.id);
    if (!this.#isNews(event, waiting)) return;
    const pending = waiting ?? this.#open(event.id);
    const row = toRow(event, position);
    pending.row = pending.row ? mergeRows(pending.row, row) : row;
    this.#hold(pending, held);
    if (event.type === 'started' || event.type === 'retrying') {
      pending.history.push({
        id: [event.id, event.attempt, event.type],
        item: toHistoryItem(event, position),
      });
    }
  }

  #addLog(event: LogEvent, position: number, held: HeldMessage): void {
    if (this.#deleted.has(event.id)) return;
    const pending = this.#rows.get(event.id) ?? this.#open(event.id);
    const item = JSON.stringify(toHistoryItem(event, position));
    (pending.log ??= []).push({ id: [event.id, event.attempt, event.n], item });
    this.#hold(pending, held);
  }

  #delete(event: DeletedEvent, held: HeldMessage): void {
    const pending = this.#rows.get(event.id) ?? this.#open(event.id);
    pending.row = undefined;
    pending.history = [];
    pending.log = undefined;
    pending.deletedAt = event.at;
    this.#deleted.add(event.id);
    this.#hold(pending, held);
  }

  #open(id: string): PendingRow {
    const pending = {
      id,
      row: undefined,
      since: performance.now(),
      history: [],
      log: undefined,
      deletedAt: undefined,
      isRepeated: false,
      messages: [],
    };
    this.#rows.set(id, pending);
    return pending;
  }

  #hold(pending: PendingRow, held: HeldMessage): void {
    if (held.isRepeated) pending.isRepeated = true;
    if (pending.messages.at(-1) === held) return;
    pending.messages.push(held);
    held.open += 1;
  }
}
