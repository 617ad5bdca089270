import type { ProcessLogLine } from '@signalbox/shared/http/processes';
import { RotatingFile } from './rotating-file.ts';

const maxLines = 10_000;
/** A second limit, in characters, since 10,000 of the longest lines would be 650 MB. */
const maxCharacters = 4_000_000;

/** The last lines of one process in memory, all lines in a file, and new lines to whoever follows. */
export class ProcessLog {
  readonly #file: RotatingFile;
  readonly #followers = new Set<(line: ProcessLogLine) => void>();
  /** A queue over an array: lines before `#first` are gone. */
  #lines: ProcessLogLine[] = [];
  #first = 0;
  #characters = 0;
  #seq = 0;

  constructor(path: string) {
    this.#file = new RotatingFile({ path });
  }

  add(stream: ProcessLogLine['stream'], line: string): void {
    this.#seq += 1;
    const entry: ProcessLogLine = { seq: this.#seq, at: new Date().toISOString(), stream, line };
    this.#lines.push(entry);
    this.#characters += line.length;
    this.#trim();
    this.#file.write(line);
    for (const follower of this.#followers) follower(entry);
  }

  /** The last `count` lines, oldest first. */
  tail(count: number): ProcessLogLine[] {
    return this.#lines.slice(Math.max(this.#first, this.#lines.length - count));
  }

  /** @returns a function that ends the following */
  follow(onLine: (line: ProcessLogLine) => void): () => void {
    this.#followers.add(onLine);
    return () => this.#followers.delete(onLine);
  }

  async flush(): Promise<void> {
    await this.#file.flush();
  }

  #trim(): void {
    while (this.#lines.length - this.#first > maxLines || this.#characters > maxCharacters) {
      this.#characters -= this.#lines[this.#first]?.line.length ?? 0;
      this.#first += 1;
    }
    if (this.#first > this.#lines.length / 4) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
  }
}
