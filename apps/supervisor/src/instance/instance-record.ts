import { Reaper } from '../process/reaper.ts';
import { identify, type ProcessIdentity } from './process-identity.ts';
import { removeState, writeState, type InstanceState } from './state-file.ts';

type InstanceFacts = Pick<InstanceState, 'control' | 'urls'>;

/** Keeps the state file and the reaper in step with the process groups that live. */
export class InstanceRecord {
  readonly #path: string;
  readonly #facts: InstanceFacts;
  readonly #supervisor: ProcessIdentity;
  readonly #startedAt = new Date().toISOString();
  readonly #reaper = new Reaper();
  readonly #children = new Map<number, InstanceState['children'][number]>();

  /** @throws Error if this process cannot tell when it was started */
  constructor(path: string, facts: InstanceFacts) {
    const supervisor = identify(process.pid);
    if (supervisor === undefined) throw new Error('the start time of this process cannot be read');
    this.#path = path;
    this.#facts = facts;
    this.#supervisor = supervisor;
    this.#write();
  }

  onGroup(name: string, pid: number, isAlive: boolean): void {
    if (isAlive) {
      this.#reaper.add(pid);
      const identity = identify(pid);
      if (identity !== undefined) this.#children.set(pid, { name, ...identity });
    } else {
      this.#reaper.remove(pid);
      this.#children.delete(pid);
    }
    this.#write();
  }

  /** Everything has ended in order. */
  close(): void {
    this.#reaper.release();
    removeState(this.#path);
  }

  #write(): void {
    const reaper = this.#reaper.pid === undefined ? undefined : identify(this.#reaper.pid);
    writeState(this.#path, {
      ...this.#facts,
      supervisor: this.#supervisor,
      startedAt: this.#startedAt,
      ...(reaper === undefined ? {} : { reaper }),
      children: [...this.#children.values()],
    });
  }
}
