import { StringDecoder } from 'node:string_decoder';

/** Longer lines are cut into pieces, so that output without line ends cannot fill the memory. */
export const maxLineLength = 65_536;

/** Cuts a byte stream into lines. */
export class LineFramer {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#emit(part);
    while (this.#rest.length > maxLineLength) {
      this.#onLine(this.#rest.slice(0, maxLineLength));
      this.#rest = this.#rest.slice(maxLineLength);
    }
  }

  /** The output has ended; what has no line end yet is a line too. */
  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#emit(rest);
  }

  #emit(part: string): void {
    const line = part.endsWith('\r') ? part.slice(0, -1) : part;
    for (let start = 0; start === 0 || start < line.length; start += maxLineLength) {
      this.#onLine(line.slice(start, start + maxLineLength));
    }
  }
}
