import type { CommandEvent } from '@signalbox/shared/events/command-event';
import type { EventMessage } from '../feed/decode-events.ts';
import type { EventArchive, EventRange } from '../feed/watch-events.ts';

/** EVENTS in memory: what is appended is handed to the live feed. */
export class MemoryArchive implements EventArchive {
  readonly messages: EventMessage[] = [];
  readonly #onMessage: (message: EventMessage) => void;

  constructor(onMessage: (message: EventMessage) => void) {
    this.#onMessage = onMessage;
  }

  get sequence(): number {
    return this.messages.length;
  }

  append(...events: CommandEvent[]): number {
    const message = { sequence: this.sequence + 1, data: new TextEncoder().encode(JSON.stringify(events)) };
    this.messages.push(message);
    this.#onMessage(message);
    return message.sequence;
  }

  async read(
    { from, until }: EventRange,
    onBatch: (batch: EventMessage[]) => Promise<boolean>,
  ): Promise<void> {
    const first = 'sequence' in from ? from.sequence : 1;
    await onBatch(this.messages.filter(({ sequence }) => sequence >= first && sequence <= until));
  }
}
