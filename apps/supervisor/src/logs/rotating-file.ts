import { appendFile, rename, stat } from 'node:fs/promises';

interface RotatingFileOptions {
  path: string;
  maxBytes?: number;
  /** Files in all, the current one included. */
  maxFiles?: number;
}

/** What may wait for a slow disk; more is dropped and counted, since a log must never hold up its process. */
const maxWaitingCharacters = 8_000_000;

/** Appends lines to a file that is moved aside when it is full: `x.log`, `x.log.1` and so on, the last the oldest. */
export class RotatingFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  #dropped = 0;
  #size: number | undefined;
  #writing: Promise<void> | undefined;

  constructor({ path, maxBytes = 10_000_000, maxFiles = 5 }: RotatingFileOptions) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#maxFiles = maxFiles;
  }

  /** Takes a line and returns at once. */
  write(line: string): void {
    if (this.#waitingCharacters + line.length > maxWaitingCharacters) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#waitingCharacters += line.length;
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when everything taken so far is written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#dropped > 0) this.#waiting.push(`… ${this.#dropped} lines dropped: the disk is too slow`);
      const text = `${this.#waiting.join('\n')}\n`;
      this.#waiting = [];
      this.#waitingCharacters = 0;
      this.#dropped = 0;
      await this.#append(text).catch(() => {
        // A full disk must not end the supervisor; the lines are still in memory and on the console's log view.
      });
    }
  }

  async #append(text: string): Promise<void> {
    this.#size ??= await stat(this.#path).then(
      (found) => found.size,
      () => 0,
    );
    if (this.#size > 0 && this.#size + text.length > this.#maxBytes) await this.#rotate();
    await appendFile(this.#path, text, { mode: 0o600 });
    this.#size += Buffer.byteLength(text);
  }

  async #rotate(): Promise<void> {
    for (let index = this.#maxFiles - 1; index >= 1; index -= 1) {
      const from = index === 1 ? this.#path : `${this.#path}.${index - 1}`;
      await rename(from, `${this.#path}.${index}`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    this.#size = 0;
  }
}
