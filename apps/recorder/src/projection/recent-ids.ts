/**
 * Remembers the last ids it was told, so that what the database already has is not sent again. Two generations, of
 * which the older is dropped as a whole: taking the oldest out of one set each time costs more than all the rest.
 */
export class RecentIds {
  readonly #generationSize: number;
  #young = new Set<string>();
  #old = new Set<string>();

  /** @param least how many of the last ids are remembered; at most twice as many are */
  constructor(least: number) {
    this.#generationSize = least;
  }

  has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id);
  }

  add(id: string): void {
    this.#young.add(id);
    if (this.#young.size < this.#generationSize) return;
    this.#old = this.#young;
    this.#young = new Set();
  }
}
