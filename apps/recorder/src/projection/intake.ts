import { toJsonBytes } from '@signalbox/runtime/bus/event-payload';
import type { PulledMessage } from '@signalbox/runtime/bus/pulled-message';

const maxBytes = 24 * 1_048_576;
/** Of JSON, some 3,000 events: read at once they delay a heartbeat by 10 ms. */
const jsonBytesPerReading = 1_048_576;

interface Entry {
  message: PulledMessage;
  /** Monotonic ms. */
  since: number;
}

/** Messages that are not read yet: bytes are cheaper to hold than rows, and reading them is work that can rest too. */
export class Intake {
  readonly #entries: Entry[] = [];
  #bytes = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** Of the room, between 0 and about 1. */
  get fill(): number {
    return this.#bytes / maxBytes;
  }

  /** Monotonic ms at which the oldest message came; undefined if there is none. */
  get oldestAt(): number | undefined {
    return this.#entries[0]?.since;
  }

  add(message: PulledMessage, now: number): void {
    this.#entries.push({ message, since: now });
    this.#bytes += message.data.length;
  }

  /** Takes out the oldest messages, as many as may be read without a pause. */
  take(): PulledMessage[] {
    let jsonBytes = 0;
    let count = 0;
    for (const { message } of this.#entries) {
      if (jsonBytes >= jsonBytesPerReading) break;
      jsonBytes += toJsonBytes(message.data);
      this.#bytes -= message.data.length;
      count += 1;
    }
    return this.#entries.splice(0, count).map(({ message }) => message);
  }
}
