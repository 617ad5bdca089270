import path from 'node:path';
import { ProcessLog } from './logs/process-log.ts';
import { isLive } from './machine/transitions.ts';
import type { ProcessModel } from './machine/model.ts';
import { stopAllTimeoutMs } from './policy.ts';
import { describeMissing, findMissing, isHopeless } from './process/dependencies.ts';
import type { ProcessSpec } from './process/process-spec.ts';
import { SupervisedProcess } from './process/supervised-process.ts';
import { toStopLevels } from './process/stop-levels.ts';

export interface SupervisorOptions {
  specs: readonly ProcessSpec[];
  logDir: string;
  /** Called with a new group of processes, and when nothing of it is left. */
  onGroup?: (name: string, pid: number, isAlive: boolean) => void;
}

export type ChangeListener = (process: SupervisedProcess, before: ProcessModel) => void;

/** Runs a list of processes: starts each when what it depends on allows, and stops them in the reverse order. */
export class Supervisor {
  readonly processes: ReadonlyMap<string, SupervisedProcess>;
  readonly #listeners = new Set<ChangeListener>();
  /** Since when a process has waited for its dependencies. */
  readonly #waiting = new Map<string, { isLate: boolean; timer: NodeJS.Timeout }>();

  constructor({ specs, logDir, onGroup = () => undefined }: SupervisorOptions) {
    this.processes = new Map(
      specs.map((spec) => {
        const log = new ProcessLog(path.join(logDir, `${spec.name}.log`));
        const process = new SupervisedProcess({
          spec,
          log,
          onChange: (changed, before) => this.#onChange(changed, before),
          onGroup: (pid, isAlive) => onGroup(spec.name, pid, isAlive),
        });
        return [spec.name, process];
      }),
    );
  }

  /** @returns a function that ends the listening */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts all that is run here; returns at once. */
  start(): void {
    for (const process of this.processes.values()) {
      if (process.spec.providedBy === undefined) process.send({ type: 'start' });
    }
  }

  /** Resolves as soon as `isTrue`; looked at again after every change. */
  waitUntil(isTrue: () => boolean, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const check = () => {
      if (isTrue()) resolve(undefined);
    };
    const end = this.onChange(check);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    check();
    return promise.finally(end);
  }

  /** Stops all, dependents first, each level awaited; kills what is left at the end of the time. */
  async stop(timeoutMs = stopAllTimeoutMs): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    signal.addEventListener('abort', () => this.kill());
    // What only waits must not start now because something else has just become ready.
    for (const process of this.processes.values()) {
      if (!isLive(process.model.state)) process.send({ type: 'stop' });
    }
    for (const level of toStopLevels([...this.processes.values()].map(({ spec }) => spec))) {
      const processes = level.flatMap((name) => this.processes.get(name) ?? []);
      for (const process of processes) process.send({ type: 'stop' });
      await this.waitUntil(() => processes.every((process) => !isLive(process.model.state)));
    }
    await this.flushLogs();
  }

  /** Kills every process at once. */
  kill(): void {
    for (const process of this.processes.values()) {
      process.send({ type: 'stop' });
      process.kill();
    }
  }

  async flushLogs(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.log.flush()));
  }

  #onChange(changed: SupervisedProcess, before: ProcessModel): void {
    // Who listens hears of the cause before its effects.
    for (const listener of this.#listeners) listener(changed, before);
    if (changed.model.state !== before.state) this.#onTransition(changed);
  }

  #onTransition(changed: SupervisedProcess): void {
    const { name, policy } = changed.spec;
    clearTimeout(this.#waiting.get(name)?.timer);
    this.#waiting.delete(name);
    if (changed.model.state === 'pending') {
      const waiting = {
        isLate: false,
        timer: setTimeout(() => this.#onLate(name), policy.dependencyTimeoutMs),
      };
      this.#waiting.set(name, waiting);
    }
    for (const process of this.processes.values()) this.#evaluate(process);
  }

  #onLate(name: string): void {
    const waiting = this.#waiting.get(name);
    const process = this.processes.get(name);
    if (waiting === undefined || process === undefined) return;
    waiting.isLate = true;
    this.#evaluate(process);
  }

  /** Looks at the dependencies as they are now, so that it does not matter which of them changed when. */
  #evaluate(process: SupervisedProcess): void {
    const { spec, model } = process;
    const waits = model.state === 'pending' || (model.state === 'skipped' && spec.providedBy === undefined);
    if (!waits) return;
    const missing = findMissing(spec, this.processes);
    if (missing.length === 0) {
      process.send({ type: 'dependencies-met' });
      return;
    }
    const reason = describeMissing(missing);
    const isLate = this.#waiting.get(spec.name)?.isLate === true;
    if (isLate && missing.some(({ process: dependency }) => isHopeless(dependency.model.state))) {
      process.send({ type: 'dependencies-late', reason: `not started: ${reason}` });
    } else if (model.reason !== reason) {
      process.send({ type: 'dependencies-missing', reason });
    }
  }
}
