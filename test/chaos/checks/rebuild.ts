import type { Bus } from '@signalbox/runtime/bus/connect';
import { unpackEvents } from '@signalbox/runtime/bus/event-payload';
import { readEvents } from '@signalbox/runtime/bus/read-events';
import { isStateEvent, toPosition, type CommandEvent } from '@signalbox/shared/events/command-event';
import { mergeRows, toRow, type CommandRow } from '@signalbox/shared/events/fold';
import { streams } from '@signalbox/shared/naming';

/** What the events alone say. */
export interface Rebuilt {
  rows: Map<string, CommandRow>;
  /** Events by type. */
  counts: Map<string, number>;
  /** Commands with more than one end: their worker died between the event and its acknowledgement. */
  endedTwice: Set<string>;
  /** Of these, those whose ends say different things. */
  contradictingEnds: number;
  /** Commands that somebody removed from the history. */
  deleted: Set<string>;
}

/** Sees every event in the order of the stream. */
export interface EventWatcher {
  add(event: CommandEvent, position: number): void;
}

export const terminalTypes: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

class Rebuild implements Rebuilt, EventWatcher {
  readonly rows = new Map<string, CommandRow>();
  readonly counts = new Map<string, number>();
  readonly endedTwice = new Set<string>();
  contradictingEnds = 0;
  readonly deleted = new Set<string>();
  readonly #ends = new Map<string, string>();

  add(event: CommandEvent, position: number): void {
    this.counts.set(event.type, (this.counts.get(event.type) ?? 0) + 1);
    if (event.type === 'deleted') {
      this.deleted.add(event.id);
      this.rows.delete(event.id);
    }
    if (!isStateEvent(event) || this.deleted.has(event.id)) return;
    const row = toRow(event, position);
    const known = this.rows.get(event.id);
    this.rows.set(event.id, known ? mergeRows(known, row) : row);
    if (terminalTypes.has(event.type)) this.#addEnd(event);
  }

  #addEnd({ id, type }: CommandEvent): void {
    const first = this.#ends.get(id);
    if (first === undefined) return void this.#ends.set(id, type);
    this.endedTwice.add(id);
    if (first !== type) this.contradictingEnds += 1;
  }
}

/** Reads the whole stream of events, folds it as the recorder does, and shows it to whoever else wants to see it. */
export const rebuild = async (bus: Bus, watchers: readonly EventWatcher[]): Promise<Rebuilt> => {
  const { state } = await bus.jsm.streams.info(streams.events);
  const rebuilt = new Rebuild();
  const all = [rebuilt, ...watchers];
  await readEvents(bus, { from: { sequence: 1 }, until: state.last_seq }, async (batch) => {
    for (const { sequence, data } of batch) {
      const events = JSON.parse(unpackEvents(data)) as CommandEvent[];
      for (const [index, event] of events.entries())
        for (const watcher of all) watcher.add(event, toPosition(sequence, index));
    }
    return true;
  });
  return rebuilt;
};
