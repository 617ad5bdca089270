import { hostname } from 'node:os';
import type { Heartbeat, HeartbeatStatus } from '@signalbox/shared/health/heartbeat';
import { version } from '@signalbox/shared/version';
import type { Logger } from 'pino';
import { runCheck, type CheckRunner, type HealthCheck } from './check-runner.ts';
import { answerRoute, type HealthAnswer, type HealthFacts, type HealthRoute } from './health-answer.ts';
import { createLoadMeter } from './load-meter.ts';

export interface HealthOptions {
  service: string;
  /** New for every boot. */
  instance: string;
  logger: Logger;
}

/** What the sender of a heartbeat adds to what the process knows of itself. */
export type HeartbeatFacts = Pick<Heartbeat, 'seq' | 'intervalMs'> &
  Partial<Pick<Heartbeat, 'status' | 'url' | 'commands' | 'queues'>>;

export interface ServiceHealth {
  readonly service: string;
  readonly instance: string;
  /** Runs a check in the background from now on; an undecided critical check holds back readiness. */
  addCheck(check: HealthCheck): void;
  /** Tells every heartbeat how far the process's work is. */
  reportProgress(read: () => NonNullable<Heartbeat['progress']>): void;
  markReady(): void;
  markDraining(): void;
  /** Answers from cached results, without any I/O. */
  answer(route: HealthRoute, verbose?: boolean): HealthAnswer;
  toHeartbeat(facts: HeartbeatFacts): Heartbeat;
  /** Calls back whenever the status changes; returns the way to end that. */
  onStatusChange(listener: (status: HeartbeatStatus) => void): () => void;
  stop(): void;
}

type Phase = 'starting' | 'ready' | 'draining' | 'stopped';

const toStatus = (phase: Phase, blocking: readonly CheckRunner[]): HeartbeatStatus =>
  phase === 'ready' && blocking.length > 0 ? 'unready' : phase;

const describe = (blocking: readonly CheckRunner[]): string | undefined => {
  if (blocking.length === 0) return undefined;
  return blocking.map(({ name, latest }) => `${name}: ${latest.output ?? latest.status}`).join('; ');
};

class ProcessHealth implements ServiceHealth {
  readonly service: string;
  readonly instance: string;
  readonly #logger: Logger;
  readonly #runners: CheckRunner[] = [];
  readonly #listeners = new Set<(status: HeartbeatStatus) => void>();
  readonly #load = createLoadMeter();
  readonly #startedAtMs = Date.now();
  readonly #host = hostname();
  #phase: Phase = 'starting';
  #lastStatus: HeartbeatStatus = 'starting';
  #readProgress: (() => NonNullable<Heartbeat['progress']>) | undefined;

  constructor({ service, instance, logger }: HealthOptions) {
    this.service = service;
    this.instance = instance;
    this.#logger = logger;
  }

  addCheck(check: HealthCheck): void {
    const options = { isUrgent: () => this.#phase === 'starting', onResult: () => this.#notice() };
    this.#runners.push(runCheck(check, options));
    this.#notice();
  }

  reportProgress(read: () => NonNullable<Heartbeat['progress']>): void {
    this.#readProgress = read;
  }

  markReady(): void {
    if (this.#phase === 'starting') this.#enter('ready');
  }

  markDraining(): void {
    this.#enter('draining');
  }

  answer(route: HealthRoute, verbose?: boolean): HealthAnswer {
    return answerRoute(this.#readFacts(), route, verbose);
  }

  toHeartbeat(facts: HeartbeatFacts): Heartbeat {
    const blocking = this.#findBlocking();
    const reason = describe(blocking);
    return {
      v: 1,
      service: this.service,
      instance: this.instance,
      version,
      host: this.#host,
      pid: process.pid,
      startedAt: this.#startedAtMs,
      at: Date.now(),
      status: toStatus(this.#phase, blocking),
      ...(reason !== undefined && { reason }),
      checks: this.#runners.map((runner) => runner.latest),
      load: this.#load.read(),
      ...(this.#readProgress && { progress: this.#readProgress() }),
      ...facts,
    };
  }

  onStatusChange(listener: (status: HeartbeatStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#phase = 'stopped';
    for (const runner of this.#runners) runner.stop();
    this.#listeners.clear();
    this.#load.stop();
  }

  #findBlocking(): CheckRunner[] {
    return this.#runners.filter((runner) => runner.blocksReadiness);
  }

  #enter(next: Phase): void {
    if (this.#phase === 'stopped') return;
    this.#phase = next;
    this.#notice();
  }

  #notice(): void {
    const blocking = this.#findBlocking();
    const status = toStatus(this.#phase, blocking);
    if (status === this.#lastStatus) return;
    const change = { from: this.#lastStatus, to: status, reason: describe(blocking) };
    this.#logger.info(change, 'health status changed');
    this.#lastStatus = status;
    for (const listener of this.#listeners) listener(status);
  }

  #readFacts(): HealthFacts {
    const blocking = this.#findBlocking();
    const checks = this.#runners.map(({ latest, critical, blocksReadiness }) =>
      Object.assign({}, latest, { critical, blocksReadiness }),
    );
    return {
      service: this.service,
      instance: this.instance,
      startedAtMs: this.#startedAtMs,
      status: toStatus(this.#phase, blocking),
      reason: describe(blocking),
      checks,
    };
  }
}

/** What one process knows of its own health, kept at hand for its routes and its heartbeats. */
export const createHealth = (options: HealthOptions): ServiceHealth => new ProcessHealth(options);
