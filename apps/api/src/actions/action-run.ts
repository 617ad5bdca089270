import type { ActionState, StoredAction } from '@signalbox/runtime/bus/action-states';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { ActionView } from '@signalbox/shared/http/actions';
import { applyAction, type Applied } from './apply-action.ts';
import type { ActionsContext } from './ports.ts';
import { submittedBefore, toActionFilter } from './to-action-filter.ts';

const pageSize = 200;
const mostAtOnce = 100;
/**
 * So much of a second's commands at once: canceling one that no worker holds takes 300 ms, and if fewer were under way
 * the rate would not be reached.
 */
const secondsAtOnce = 0.5;
/** How often progress is written, which is also the sign of life of this process. */
const saveEveryMs = 500;
const retryMs = 1_000;

const count = (applied: readonly Applied[], kind: Applied['kind']): number =>
  applied.filter((one) => one.kind === kind).length;

/** One bulk action at work in this process: page by page, at its rate, with its progress written down. */
export class ActionRun {
  readonly #ctx: ActionsContext;
  readonly #stopping = new AbortController();
  #stored: StoredAction;
  #savedAt = -Infinity;
  #nextAt = 0;

  constructor(ctx: ActionsContext, stored: StoredAction) {
    this.#ctx = ctx;
    this.#stored = stored;
  }

  /** Begins nothing more; the action can be gone on with. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Ends when the action has ended, was aborted or stopped, or another process has it. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const page = await this.#readPage();
        if (page.length === 0) return await this.#finish();
        await this.#work(page);
      } catch (error) {
        await this.#wait(error);
      }
    }
    await this.#save();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #view(): ActionView {
    return this.#stored.state.view;
  }

  #readPage(): Promise<CommandRow[]> {
    const { view, untilMs, cursor } = this.#stored.state;
    const filter = submittedBefore(toActionFilter(view.filter), untilMs);
    const limits = { limit: pageSize, ...(cursor !== undefined && { afterId: cursor }) };
    return this.#ctx.view.list({ ...filter, ...limits });
  }

  async #work(page: readonly CommandRow[]): Promise<void> {
    const { ratePerSecond } = this.#view;
    const size = Math.max(1, Math.min(mostAtOnce, Math.floor(ratePerSecond * secondsAtOnce)));
    for (let start = 0; start < page.length; start += size) {
      const part = page.slice(start, start + size);
      await this.#pace((part.length / ratePerSecond) * 1_000);
      if (this.#isStopped) return;
      const applied = await Promise.all(part.map((row) => applyAction(this.#ctx, this.#view, row)));
      this.#note(applied, part.at(-1)?.id);
      if (performance.now() - this.#savedAt >= saveEveryMs) await this.#save();
    }
  }

  #note(applied: readonly Applied[], cursor: string | undefined): void {
    const { total, lastError } = this.#view;
    const done = this.#view.done + count(applied, 'done');
    const skipped = this.#view.skipped + count(applied, 'skipped');
    const failed = this.#view.failed + count(applied, 'failed');
    const error = applied.findLast((one) => one.kind === 'failed')?.error ?? lastError;
    this.#change({
      ...(cursor !== undefined && { cursor }),
      view: {
        ...this.#view,
        // Some that were under way when the action began may match by the time it comes to them.
        total: Math.max(total, done + skipped + failed),
        done,
        skipped,
        failed,
        ...(error !== undefined && { lastError: error }),
      },
    });
  }

  #change(parts: Partial<ActionState>): void {
    this.#stored = { ...this.#stored, state: { ...this.#stored.state, ...parts } };
  }

  /** Waits for the turn of the next commands; at a slow rate progress is written meanwhile. */
  async #pace(costMs: number): Promise<void> {
    for (;;) {
      const waitMs = this.#nextAt - performance.now();
      if (waitMs <= 0 || this.#isStopped) break;
      await this.#sleep(Math.min(waitMs, saveEveryMs));
      if (waitMs > saveEveryMs) await this.#save();
    }
    this.#nextAt = Math.max(this.#nextAt, performance.now()) + costMs;
  }

  /** What is away comes back: the same commands are tried again, which does nothing twice. */
  async #wait(thrown: unknown): Promise<void> {
    if (!(thrown instanceof AppError) || !thrown.retryable) {
      this.#end('failed', thrown instanceof Error ? thrown.message : String(thrown));
      return this.#finish();
    }
    this.#change({ view: { ...this.#view, lastError: thrown.message } });
    try {
      await this.#save();
    } catch {
      // The bus is away too: written with the next progress.
    }
    await this.#sleep(retryMs);
  }

  async #sleep(forMs: number): Promise<void> {
    const { signal } = this.#stopping;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, forMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }

  #end(status: 'completed' | 'failed', lastError?: string): void {
    const finishedAt = new Date(this.#ctx.clock.now()).toISOString();
    this.#change({
      view: { ...this.#view, status, finishedAt, ...(lastError !== undefined && { lastError }) },
    });
  }

  /** What matched at first and was not found again was passed over: it changed or went meanwhile. */
  #complete(): void {
    const { total, done, failed, skipped } = this.#view;
    this.#change({ view: { ...this.#view, skipped: Math.max(skipped, total - done - failed) } });
    this.#end('completed');
  }

  async #finish(): Promise<void> {
    if (this.#view.status === 'running') this.#complete();
    while (!(await this.#saveOnce().catch(() => false))) {
      if (this.#isStopped) return;
      await this.#sleep(retryMs);
    }
    this.stop();
  }

  async #save(): Promise<void> {
    await this.#saveOnce();
  }

  /** True once written down, or no longer this process's to write. */
  async #saveOnce(): Promise<boolean> {
    this.#savedAt = performance.now();
    this.#change({ beat: this.#stored.state.beat + 1 });
    const saved = await this.#ctx.actions.save(this.#stored);
    if (saved) {
      this.#stored = { ...this.#stored, revision: saved.revision };
      return true;
    }
    return this.#yield();
  }

  /** Somebody else wrote: an abort, to which this process adds what it has done, or one that has taken over. */
  async #yield(): Promise<boolean> {
    const found = await this.#ctx.actions.find(this.#view.id);
    this.stop();
    const { status, finishedAt } = found?.state.view ?? {};
    if (found?.state.owner !== this.#ctx.instance || status !== 'aborted') return true;
    const view: ActionView = { ...this.#view, status, ...(finishedAt !== undefined && { finishedAt }) };
    await this.#ctx.actions.save({ state: { ...this.#stored.state, view }, revision: found.revision });
    return true;
  }
}
