import type { UniqueClaim, UniqueHolder, UniqueKeys } from '../commands/ports.ts';

/** Unique keys in memory, with revisions as on the bus. */
export class MemoryUniqueKeys implements UniqueKeys {
  readonly #holders = new Map<string, UniqueHolder>();

  async claim(
    { name, uniqueKey }: { name: string; uniqueKey: string },
    claim: UniqueClaim,
    instead?: UniqueHolder,
  ): Promise<UniqueHolder | undefined> {
    const key = `${name} ${uniqueKey}`;
    const holder = this.#holders.get(key);
    if (holder?.revision !== instead?.revision) return holder;
    this.#holders.set(key, { claim, revision: (holder?.revision ?? 0) + 1 });
    return undefined;
  }
}
