/** One server-sent event. */
export interface SseMessage {
  event: string;
  data: string;
  /** Of this message or the last one before it that had an id; empty if none had. */
  lastEventId: string;
}

export interface SseParser {
  /** Takes the next piece of the text, cut anywhere, and returns the messages that it completes. */
  push(text: string): SseMessage[];
  /** How long the server wants its clients to wait before they come back, in ms. */
  readonly reconnectMs: number | undefined;
}

/** Reads the event stream format of the HTML standard: all three line ends, comments, a byte order mark. */
class Parser implements SseParser {
  #rest = '';
  #isFirst = true;
  /** The text before ended with CR; a LF that follows belongs to it. */
  #endedWithCr = false;
  #event = '';
  #data: string[] = [];
  #lastEventId = '';
  #found: SseMessage[] = [];
  reconnectMs: number | undefined;

  push(text: string): SseMessage[] {
    this.#found = [];
    this.#take(this.#skipStart(text));
    return this.#found;
  }

  #skipStart(text: string): string {
    if (text === '') return text;
    const withoutMark = this.#isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.#isFirst = false;
    const isSecondHalf = this.#endedWithCr && withoutMark.startsWith('\n');
    this.#endedWithCr = withoutMark.endsWith('\r');
    return isSecondHalf ? withoutMark.slice(1) : withoutMark;
  }

  #take(text: string): void {
    const lines = text.split(/\r\n|\n|\r/);
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#readLine(this.#rest + line);
      this.#rest = '';
    }
    this.#rest += rest;
  }

  #readLine(line: string): void {
    if (line === '') this.#dispatch();
    else if (!line.startsWith(':')) this.#readField(line);
  }

  #readField(line: string): void {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const raw = colon === -1 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#lastEventId = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.reconnectMs = Number(value);
  }

  #dispatch(): void {
    if (this.#data.length > 0) {
      this.#found.push({
        event: this.#event || 'message',
        data: this.#data.join('\n'),
        lastEventId: this.#lastEventId,
      });
    }
    this.#event = '';
    this.#data = [];
  }
}

export const createSseParser = (): SseParser => new Parser();
