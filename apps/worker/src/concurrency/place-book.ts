import type { PlaceState } from '@signalbox/runtime/bus/lock-places';

interface KnownState extends PlaceState {
  /** Monotonic ms: by clocks of others nobody is declared dead. */
  seenAt: number;
}

/** Beyond this many, the longest known are forgotten; what is forgotten is read again when it is needed. */
const mostKnown = 20_000;

/** What this worker knows of the places of all keys. */
export class PlaceBook {
  readonly #states = new Map<string, KnownState>();
  readonly #deadAfterMs: number;

  /** @param deadAfterMs a place that was not written for so long has lost its holder */
  constructor(deadAfterMs: number) {
    this.#deadAfterMs = deadAfterMs;
  }

  /** Takes news in, which may come late. */
  note(place: string, state: PlaceState): void {
    const known = this.#states.get(place);
    if (!known || known.revision < state.revision) this.#keep(place, state);
  }

  /**
   * Takes in what was read, even if it is older: a server that lost its last writes counts anew.
   * @param askedAt monotonic ms; later news of the place than this may have overtaken the answer
   */
  correct(place: string, state: PlaceState, askedAt: number): void {
    const known = this.#states.get(place);
    if (known && known.revision > state.revision && known.seenAt >= askedAt) return;
    this.#keep(place, state);
  }

  /** The revision to write over if this command may try to take the place; undefined if it is another's. */
  findRevision(place: string, commandId: string): number | undefined {
    const state = this.#states.get(place);
    if (!state) return 0;
    // An earlier attempt of the same command that still holds it has lost its lease.
    if (!state.holder || state.holder.commandId === commandId) return state.revision;
    return performance.now() - state.seenAt >= this.#deadAfterMs ? state.revision : undefined;
  }

  #keep(place: string, state: PlaceState): void {
    const known = this.#states.get(place);
    const seenAt = known?.revision === state.revision ? known.seenAt : performance.now();
    // Put at the end, so that the longest known come first.
    this.#states.delete(place);
    this.#states.set(place, { ...state, seenAt });
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    if (this.#states.size <= mostKnown) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }
}
