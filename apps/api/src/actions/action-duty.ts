import type { ActionState } from '@signalbox/runtime/bus/action-states';
import { ActionRun } from './action-run.ts';
import type { ActionsContext } from './ports.ts';

/** A process that has written nothing for so long is taken for dead; it writes twice a second. */
const leaseMs = 5_000;
const lookEveryMs = 500;

/**
 * Works on the bulk actions of this process, and takes over those whose process is gone. What counts is how long this
 * process has heard nothing, so that no two clocks are compared.
 */
export class ActionDuty {
  readonly #ctx: ActionsContext;
  readonly #runs = new Map<string, { run: ActionRun; ended: Promise<void> }>();
  readonly #heard = new Map<string, { beat: number; at: number }>();
  readonly #timer: NodeJS.Timeout;
  #isStopped = false;

  constructor(ctx: ActionsContext) {
    this.#ctx = ctx;
    ctx.actions.onChange = (state) => this.#hear(state);
    for (const state of ctx.actions.known()) this.#hear(state);
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    const runs = [...this.#runs.values()];
    for (const { run } of runs) run.stop();
    await Promise.all(runs.map(({ ended }) => ended));
  }

  #hear({ view, beat, owner }: ActionState): void {
    const { id, status } = view;
    if (status !== 'running') {
      this.#heard.delete(id);
      this.#runs.get(id)?.run.stop();
      return;
    }
    if (this.#heard.get(id)?.beat !== beat) this.#heard.set(id, { beat, at: performance.now() });
    if (owner === this.#ctx.instance && beat === 0) void this.#take(id);
  }

  #look(): void {
    const staleBefore = performance.now() - leaseMs;
    for (const [id, { at }] of this.#heard) if (at < staleBefore && !this.#runs.has(id)) void this.#take(id);
  }

  async #take(id: string): Promise<void> {
    if (this.#isStopped || this.#runs.has(id)) return;
    const beat = this.#heard.get(id)?.beat;
    const found = await this.#ctx.actions.find(id).catch(() => undefined);
    if (found?.state.view.status !== 'running' || found.state.beat !== beat) return;
    const state = { ...found.state, owner: this.#ctx.instance, beat: found.state.beat + 1 };
    const stored = await this.#ctx.actions.save({ ...found, state }).catch(() => undefined);
    if (!stored || this.#isStopped || this.#runs.has(id)) return;
    const run = new ActionRun(this.#ctx, stored);
    const ended = run
      .run()
      .catch(() => undefined)
      .finally(() => this.#runs.delete(id));
    this.#runs.set(id, { run, ended });
  }
}
