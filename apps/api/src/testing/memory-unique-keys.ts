import type { UniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import type { UniqueClaim, UniqueHolder, UniqueKey } from '@signalbox/shared/commands/unique-claim';

const toText = ({ name, uniqueKey }: UniqueKey): string => `${name} ${uniqueKey}`;

/** Unique keys in memory, with revisions as on the bus. */
export class MemoryUniqueKeys implements UniqueKeys {
  readonly #holders = new Map<string, UniqueHolder>();
  #revision = 0;

  async claim(
    key: UniqueKey,
    claim: UniqueClaim,
    instead?: UniqueHolder,
  ): Promise<UniqueHolder & { isNew: boolean }> {
    const holder = this.#holders.get(toText(key));
    if (holder && holder.revision !== instead?.revision) return { ...holder, isNew: false };
    this.#revision += 1;
    const taken = { claim, revision: this.#revision };
    this.#holders.set(toText(key), taken);
    return { ...taken, isNew: true };
  }

  async find(key: UniqueKey): Promise<UniqueHolder | undefined> {
    return this.#holders.get(toText(key));
  }
}
