import type { Heartbeat, HeartbeatStatus } from '@signalbox/shared/health/heartbeat';
import type { HealthReport, HealthState, ServiceReport } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import type { LivezOutcome, Now } from '../core/evidence.ts';
import { Picture } from '../picture.ts';

const stepMs = 250;
const intervalMs = 2_000;

interface SimulatedProcess {
  service: string;
  host: string;
  url: string | undefined;
  status: HeartbeatStatus;
  checks: Heartbeat['checks'];
  skewMs: number;
  /** What /livez gives; `answered` and beating is alive. */
  livez: LivezOutcome;
  isBeating: boolean;
  startedMs: number;
  lastBeatMs: number;
}

const absent = { status: 'fail' as const, failure: 'offline' as const, reason: 'refused', checks: [] };
const present = { status: 'pass' as const, reason: 'answers', checks: [] };

/** A system in simulated time: processes that beat, die and hang, a broker that breaks, and the real picture of it. */
export class World {
  now: Now = { ms: 1_000_000, epochMs: Date.UTC(2026, 10, 23, 14, 0, 0) };
  picture: Picture;
  readonly transitions: HealthTransition[] = [];
  isBrokerUp = true;
  isDatabaseUp = true;
  readonly #processes = new Map<string, SimulatedProcess>();
  readonly #askedMs = new Map<string, number>();
  #probedMs = 0;

  constructor() {
    this.picture = this.#watchAnew();
  }

  static withEveryService(): World {
    const world = new World();
    for (const service of ['api', 'worker', 'recorder', 'health-aggregator'])
      world.start(service, `${service}-1`);
    world.run(12_000);
    return world;
  }

  /** The aggregator starts again with an empty mind. */
  restartAggregator(): void {
    this.picture = this.#watchAnew();
    this.transitions.length = 0;
  }

  start(service: string, instance: string, facts: Partial<SimulatedProcess> = {}): void {
    this.#processes.set(instance, {
      service,
      host: 'box',
      url: `http://box/${instance}`,
      status: 'ready',
      checks: [],
      skewMs: 0,
      livez: 'answered',
      isBeating: true,
      startedMs: this.now.ms,
      lastBeatMs: Number.NEGATIVE_INFINITY,
      ...facts,
    });
  }

  change(instance: string, facts: Partial<SimulatedProcess>): void {
    const simulated = this.#processes.get(instance);
    if (!simulated) throw new Error(`no process ${instance}`);
    Object.assign(simulated, facts);
  }

  kill(instance: string): void {
    this.change(instance, { isBeating: false, livez: 'refused' });
  }

  hang(instance: string): void {
    this.change(instance, { isBeating: false, livez: 'silent' });
  }

  /** A last heartbeat, then nothing. */
  sayGoodbye(instance: string): void {
    this.change(instance, { status: 'stopped', lastBeatMs: Number.NEGATIVE_INFINITY });
    this.run(stepMs);
    this.kill(instance);
  }

  run(durationMs: number): void {
    for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) this.#step();
  }

  /** Runs until a service is in a state; returns how long that took, in ms. */
  runUntil(service: string, state: HealthState, limitMs = 60_000): number {
    for (let passedMs = 0; passedMs <= limitMs; passedMs += stepMs) {
      if (this.picture.stateOf(service) === state) return passedMs;
      this.#step();
    }
    throw new Error(`${service} is ${this.picture.stateOf(service)}, not ${state}, after ${limitMs} ms`);
  }

  report(): HealthReport {
    return this.picture.toReport(this.now);
  }

  service(name: string): ServiceReport {
    const found = this.report().items.find((item) => item.name === name);
    if (!found) throw new Error(`no service ${name}`);
    return found;
  }

  states(): Record<string, HealthState> {
    return Object.fromEntries(this.report().items.map(({ name, state }) => [name, state]));
  }

  #watchAnew(): Picture {
    const picture = new Picture({ now: this.now, intervalMs, startPeriodsMs: { frontend: 60_000 } });
    picture.noteConnected(this.isBrokerUp, this.now);
    return picture;
  }

  #step(): void {
    this.now = { ms: this.now.ms + stepMs, epochMs: this.now.epochMs + stepMs };
    for (const [instance, simulated] of this.#processes) this.#beat(instance, simulated);
    this.#probe();
    this.transitions.push(...this.picture.evaluate(this.now));
    for (const { evidence } of this.picture.listSuspects(this.now)) this.#ask(evidence.beat.instance);
  }

  #beat(instance: string, simulated: SimulatedProcess): void {
    if (!simulated.isBeating || !this.isBrokerUp || this.now.ms - simulated.lastBeatMs < intervalMs) return;
    simulated.lastBeatMs = this.now.ms;
    const { service, host, url, status, checks, skewMs } = simulated;
    this.picture.hear(
      {
        v: 1,
        service,
        instance,
        version: '0.1.0',
        host,
        pid: 1,
        startedAt: this.now.epochMs + skewMs,
        at: this.now.epochMs + skewMs,
        seq: 0,
        intervalMs,
        status,
        checks,
        load: { eventLoopP99Ms: 0, rssBytes: 1, cpuPercent: 0 },
        ...(url !== undefined && { url }),
      },
      this.now,
    );
  }

  #probe(): void {
    if (this.now.ms - this.#probedMs < intervalMs) return;
    this.#probedMs = this.now.ms;
    this.picture.noteProbe('nats', this.isBrokerUp ? present : absent, this.now);
    this.picture.noteProbe('surrealdb', this.isDatabaseUp ? present : absent, this.now);
    this.picture.noteProbe('frontend', present, this.now);
  }

  #ask(instance: string): void {
    const simulated = this.#processes.get(instance);
    if (!simulated || this.now.ms - (this.#askedMs.get(instance) ?? 0) < 1_000) return;
    this.#askedMs.set(instance, this.now.ms);
    this.picture.noteLivez(instance, simulated.livez);
  }
}
