import type { ActionState, ActionStates, StoredAction } from '@signalbox/runtime/bus/action-states';

/** Bulk actions in memory. */
export class MemoryActions implements ActionStates {
  readonly stored = new Map<string, StoredAction>();
  onChange: (state: ActionState) => void = () => undefined;

  async create(state: ActionState): Promise<StoredAction> {
    return this.#write({ state, revision: 1 });
  }

  async find(id: string): Promise<StoredAction | undefined> {
    return this.stored.get(id);
  }

  async save({ state, revision }: StoredAction): Promise<StoredAction | undefined> {
    if (this.stored.get(state.view.id)?.revision !== revision) return undefined;
    return this.#write({ state, revision: revision + 1 });
  }

  known(): ActionState[] {
    return [...this.stored.values()].map(({ state }) => state);
  }

  stop(): void {
    this.stored.clear();
  }

  #write(next: StoredAction): StoredAction {
    this.stored.set(next.state.view.id, next);
    this.onChange(next.state);
    return next;
  }
}
