import type { HealthReport, HealthState } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import type { Heartbeat } from '@signalbox/shared/health/heartbeat';
import { buildReport } from './build-report.ts';
import type { BrokerTrust, LivezOutcome, Now, Standing, Verdict } from './core/evidence.ts';
import { knownServices, termsOf } from './core/expected-services.ts';
import { findBrokenPaths, judgeBroker } from './core/judge-broker.ts';
import type { InstanceView } from './core/judge-instance.ts';
import { judgeProbe, unprobed, type ProbeResult, type ProbeStanding } from './core/judge-probe.ts';
import { judgeService } from './core/judge-service.ts';
import { judgeSystem } from './core/judge-system.ts';
import { addPoint, type Timeline } from './core/timeline.ts';
import { Fleet, type FleetInstance } from './fleet.ts';

export interface PictureOptions {
  now: Now;
  /** The interval everybody is told to beat in. */
  intervalMs: number;
  /** Until this age a probed service that never answered is starting, by name, in ms. */
  startPeriodsMs: Readonly<Record<string, number>>;
}

/** What is known from before our own start. */
export interface Memory {
  /** By service, `system` included. */
  standings: ReadonlyMap<string, Standing>;
  timelines: ReadonlyMap<string, Timeline>;
  instances: ReadonlyMap<string, Standing>;
}

/** How far timelines reach back. */
export const timelineKeepMs = 7 * 86_400_000;

const graceIntervals = 3;
/** A system that starts for the first time gets this long before a service that was never heard is missed. */
const firstHearingMs = 10_000;

/**
 * The one picture of every service: takes in evidence, judges it, and tells what has changed. It does no I/O and
 * has no clock of its own.
 */
export class Picture {
  readonly #options: PictureOptions;
  readonly #fleet = new Fleet();
  readonly #probes = new Map<string, ProbeStanding>();
  readonly #standings = new Map<string, Standing>();
  readonly #timelines = new Map<string, Timeline>();
  #timersFromMs: number;
  #isConnected = false;
  #lastProofMs = Number.NEGATIVE_INFINITY;
  #waiting: number | undefined;
  #revision = 0;

  constructor(options: PictureOptions) {
    this.#options = options;
    this.#timersFromMs = options.now.ms;
    const unknown: Standing = {
      state: 'unknown',
      reason: 'not heard yet',
      sinceEpochMs: options.now.epochMs,
    };
    this.#standings.set('system', unknown);
    for (const { name, expected } of knownServices) if (expected) this.#standings.set(name, unknown);
  }

  /** Grows whenever a reader of the report would notice. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes up what was known before; what has been judged since stays. */
  recall({ standings, timelines, instances }: Memory): void {
    this.#fleet.remember(instances);
    for (const [name, standing] of standings) {
      const current = this.#standings.get(name);
      if (current === undefined || current.state === 'unknown' || current.state === standing.state)
        this.#standings.set(name, standing);
    }
    for (const [name, timeline] of timelines) {
      let merged = timeline;
      for (const point of this.#timelines.get(name) ?? []) merged = addPoint(merged, point, timelineKeepMs);
      this.#timelines.set(name, merged);
    }
    this.#revision += 1;
  }

  hear(beat: Heartbeat, now: Now): boolean {
    const isAdopted = now.ms - this.#options.now.ms < graceIntervals * this.#options.intervalMs;
    const isNews = this.#fleet.hear(beat, now, isAdopted);
    if (isNews) this.#revision += 1;
    return isNews;
  }

  noteLivez(instance: string, outcome: LivezOutcome): void {
    this.#fleet.noteLivez(instance, outcome);
  }

  noteProbe(name: string, result: ProbeResult, now: Now): ProbeStanding {
    const terms = {
      startPeriodMs: this.#options.startPeriodsMs[name] ?? 0,
      askedForMs: now.ms - this.#options.now.ms,
    };
    const standing = judgeProbe(this.#probes.get(name) ?? unprobed, result, terms);
    this.#probes.set(name, standing);
    if (name === 'nats' && result.status !== 'fail') this.#lastProofMs = now.ms;
    return standing;
  }

  noteConnected(isConnected: boolean, now: Now): void {
    this.#isConnected = isConnected;
    if (isConnected) this.restartTimers(now);
  }

  noteWaiting(waiting: number | undefined): void {
    this.#waiting = waiting;
  }

  /** Silence before now says nothing: we could not hear. */
  restartTimers(now: Now): void {
    this.#timersFromMs = now.ms;
  }

  /** The instances to ask at /livez, as they have been silent for too long. */
  listSuspects(now: Now): FleetInstance[] {
    const view = this.#view(now);
    return view.broker === 'trusted' ? this.#fleet.listSuspects(view) : [];
  }

  stateOf(name: string): HealthState {
    return this.#standings.get(name)?.state ?? 'unknown';
  }

  /** Judges all evidence at this moment. */
  evaluate(now: Now): HealthTransition[] {
    const view = this.#view(now);
    const transitions = this.#fleet.judge(view);
    const members = Map.groupBy(this.#fleet.list(), ({ evidence }) => evidence.beat.service);
    for (const name of new Set([...this.#standings.keys(), ...members.keys()])) {
      if (name === 'system') continue;
      const verdict = this.#judgeService(name, members.get(name) ?? [], view);
      if (verdict) transitions.push(...this.#settle(name, verdict, now));
    }
    const services = this.#serviceStandings();
    transitions.push(...this.#settle('system', judgeSystem({ services, waiting: this.#waiting }), now));
    if (transitions.length > 0) this.#revision += 1;
    return transitions;
  }

  toReport(now: Now): HealthReport {
    return buildReport({
      now,
      standings: this.#standings,
      timelines: this.#timelines,
      probes: this.#probes,
      instances: this.#fleet.list(),
    });
  }

  #view(now: Now): InstanceView {
    return { now, broker: this.#trust(now), timersFromMs: this.#timersFromMs };
  }

  #trust(now: Now): BrokerTrust {
    return judgeBroker({
      isConnected: this.#isConnected,
      state: this.#probes.get('nats')?.state ?? 'unknown',
      unprovenMs: now.ms - Math.max(this.#fleet.lastHeardMs, this.#lastProofMs, this.#timersFromMs),
      intervalMs: this.#fleet.longestIntervalMs(this.#options.intervalMs),
    });
  }

  #judgeService(name: string, members: readonly FleetInstance[], view: InstanceView): Verdict | undefined {
    if (termsOf(name).source === 'probed') return this.#judgeProbed(name);
    const wasEverHeard =
      this.#timelines.get(name)?.some(({ state }) => state !== 'unknown' && state !== 'offline') ?? false;
    const graceMs = wasEverHeard ? graceIntervals * this.#options.intervalMs : firstHearingMs;
    return judgeService({
      members: members.map(({ evidence, standing }) => ({ ...standing, instance: evidence.beat.instance })),
      broker: view.broker,
      isOverdue: view.now.ms - this.#timersFromMs >= graceMs,
      wasEverHeard,
    });
  }

  #judgeProbed(name: string): Verdict | undefined {
    const probe = this.#probes.get(name);
    if (!probe || probe.state === 'unknown') return undefined;
    const isBusWell = name === 'nats' && probe.state === 'healthy';
    return (
      (isBusWell ? findBrokenPaths(this.#fleet.list().map(({ evidence }) => evidence)) : undefined) ?? probe
    );
  }

  #settle(name: string, { state, reason }: Verdict, now: Now): HealthTransition[] {
    const before = this.#standings.get(name);
    if (before?.state === state) {
      if (before.reason !== reason) this.#revision += 1;
      this.#standings.set(name, { state, reason, sinceEpochMs: before.sinceEpochMs });
      this.#addPoint(name, state, now);
      return [];
    }
    this.#standings.set(name, { state, reason, sinceEpochMs: now.epochMs });
    this.#addPoint(name, state, now);
    return [{ v: 1, service: name, from: before?.state ?? 'unknown', to: state, reason, at: now.epochMs }];
  }

  #addPoint(name: string, state: HealthState, now: Now): void {
    const timeline = this.#timelines.get(name) ?? [];
    this.#timelines.set(name, addPoint(timeline, { atEpochMs: now.epochMs, state }, timelineKeepMs));
  }

  #serviceStandings() {
    return [...this.#standings]
      .filter(([name]) => name !== 'system')
      .map(([name, { state, reason, sinceEpochMs }]) => ({
        name,
        critical: termsOf(name).critical,
        state,
        reason,
        sinceEpochMs,
      }));
  }
}
