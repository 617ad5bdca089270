import { cancellationKeepMs, type Cancellation } from '@signalbox/runtime/bus/cancellations';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';

type Family = Pick<CommandEnvelope, 'id' | 'ancestors'>;

/** Why a command ends with another. */
export const toInheritedReason = (ancestorId: string, reason: string): string =>
  `Command ${ancestorId}, from which this one comes, was canceled: ${reason}`;

/** The commands that are to end as canceled, as the bus has told; so that no delivery needs a lookup. */
export class Cancellations {
  readonly #known = new Map<string, Cancellation>();

  add(id: string, cancellation: Cancellation): void {
    // Put at the end, so that the oldest come first.
    this.#known.delete(id);
    this.#known.set(id, cancellation);
    this.#forgetBefore(cancellation.at - cancellationKeepMs);
  }

  /** The cancellation of a command, or of one that it comes from. */
  find({ id, ancestors }: Family): Cancellation | undefined {
    if (this.#known.size === 0) return undefined;
    const own = this.#known.get(id);
    if (own || !ancestors) return own;
    for (const ancestorId of ancestors) {
      const inherited = this.#known.get(ancestorId);
      if (inherited) return { at: inherited.at, reason: toInheritedReason(ancestorId, inherited.reason) };
    }
    return undefined;
  }

  /** The bus forgets them without a word. */
  #forgetBefore(limit: number): void {
    for (const [id, { at }] of this.#known) {
      if (at >= limit) return;
      this.#known.delete(id);
    }
  }
}
