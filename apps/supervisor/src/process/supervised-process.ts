import type { ChildProcess } from 'node:child_process';
import type { ProcessState } from '@signalbox/shared/http/processes';
import { z } from 'zod';
import type { ProcessLog } from '../logs/process-log.ts';
import { initialModel, type Input, type ProcessModel } from '../machine/model.ts';
import { reduce } from '../machine/reduce.ts';
import { awaitFreePorts } from '../ports/await-free-ports.ts';
import { Prober } from './prober.ts';
import { killGroup, signalGroup } from './process-group.ts';
import type { ProcessSpec } from './process-spec.ts';
import { isFatalSpawnError, spawnChild } from './spawn-child.ts';

interface SupervisedProcessOptions {
  spec: ProcessSpec;
  log: ProcessLog;
  onChange: (process: SupervisedProcess, before: ProcessModel) => void;
  /** Called with a new group before anything else can happen to it, and when nothing of it is left. */
  onGroup: (pid: number, isAlive: boolean) => void;
}

/** What a process may tell its supervisor: that it is ready, or how far its start is. Anything else is its own affair. */
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), detail: z.string() }),
]);

/** One process of the list: asks the state machine what each happening means, and does what the new state demands. */
export class SupervisedProcess {
  readonly spec: ProcessSpec;
  readonly log: ProcessLog;
  readonly #options: SupervisedProcessOptions;
  readonly #prober: Prober;
  #model: ProcessModel;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SupervisedProcessOptions) {
    const { spec, log } = options;
    this.spec = spec;
    this.log = log;
    this.#options = options;
    this.#model = initialModel(
      Date.now(),
      spec.providedBy === undefined ? undefined : { state: 'skipped', reason: spec.providedBy },
    );
    this.#prober = new Prober({
      readiness: spec.readiness,
      policy: spec.policy,
      read: () => this.#model,
      onResult: (result) => {
        this.send(result.passed ? { type: 'probe-passed' } : { type: 'probe-failed', reason: result.reason });
      },
    });
  }

  get model(): ProcessModel {
    return this.#model;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Tells the machine what has happened, and acts if that changes the state. */
  send(input: Input): void {
    const before = this.#model;
    const { policy, kind } = this.spec;
    this.#model = reduce(before, input, { nowMs: Date.now(), random: Math.random(), policy, kind });
    if (this.#model === before) return;
    if (this.#model.state !== before.state) this.#enter(this.#model.state);
    this.#options.onChange(this, before);
  }

  /** Ends it without another word; what it leaves behind is killed too. */
  kill(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
  }

  #enter(state: ProcessState): void {
    clearTimeout(this.#timer);
    const { policy } = this.spec;
    if (state === 'starting') void this.#spawn();
    if (state === 'running') {
      if (!this.spec.announcesReady) this.#prober.start();
      if (this.spec.kind === 'service')
        this.#after(policy.startTimeoutMs, () => this.send({ type: 'start-late' }));
    }
    if (state === 'stopping') this.#terminate();
    if (state === 'backoff' || state === 'crashlooping') {
      const waitMs = (this.#model.nextRetryAtMs ?? Date.now()) - Date.now();
      this.#after(waitMs, () => this.send({ type: 'retry-due' }));
    }
  }

  #after(waitMs: number, act: () => void): void {
    this.#timer = setTimeout(act, waitMs);
  }

  async #spawn(): Promise<void> {
    const conflict = await awaitFreePorts(this.spec.ports).catch((error: Error) => error.message);
    if (conflict !== undefined || this.#model.state !== 'starting') {
      this.send({ type: 'spawn-failed', reason: conflict ?? 'stopped before it was started', fatal: true });
      return;
    }
    const child = this.#tryToSpawn();
    if (child === undefined) return;
    this.#child = child;
    if (child.pid !== undefined) this.#options.onGroup(child.pid, true);
    child.on('spawn', () => this.#onSpawn());
    child.on('error', (error) => this.#onError(child, error));
    child.on('exit', (code, signal) => void this.#onExit(child, { code, signal }));
    child.on('message', (message) => this.#onMessage(message));
  }

  /** Most faults come as events; those of a system out of memory or descriptors are thrown. */
  #tryToSpawn(): ChildProcess | undefined {
    try {
      return spawnChild(this.spec, this.log);
    } catch (error) {
      this.send({ type: 'spawn-failed', reason: `cannot be started: ${String(error)}`, fatal: false });
      return undefined;
    }
  }

  #onMessage(message: unknown): void {
    const { data } = messageSchema.safeParse(message);
    if (data === undefined || this.#model.state === 'stopping') return;
    if (data.type === 'progress') {
      if (this.#model.state === 'running') this.send({ type: 'probe-failed', reason: data.detail });
      return;
    }
    this.send({ type: 'probe-passed' });
    if (this.spec.announcesReady) this.#prober.start();
  }

  #onSpawn(): void {
    const isUnwanted = this.#model.state === 'stopping';
    this.send({ type: 'spawned' });
    if (isUnwanted) this.#terminate();
  }

  /** Errors after the spawn are those of the IPC channel; the exit tells all there is to know then. */
  #onError(child: ChildProcess, error: NodeJS.ErrnoException): void {
    if (child.pid !== undefined) return;
    this.#child = undefined;
    this.send({
      type: 'spawn-failed',
      reason: `cannot be started: ${error.message}`,
      fatal: isFatalSpawnError(error),
    });
  }

  async #onExit(
    child: ChildProcess,
    exit: { code: number | null; signal: NodeJS.Signals | null },
  ): Promise<void> {
    this.#prober.stop();
    if (child.pid !== undefined) {
      await killGroup(child.pid);
      this.#options.onGroup(child.pid, false);
    }
    this.#child = undefined;
    this.send({ type: 'ended', ...exit });
  }

  #terminate(): void {
    this.#prober.stop();
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    signalGroup(pid, 'SIGTERM');
    clearTimeout(this.#timer);
    this.#after(this.spec.policy.stopTimeoutMs, () => signalGroup(pid, 'SIGKILL'));
  }
}
