import type { Heartbeat } from '@signalbox/shared/health/heartbeat';
import type { HealthTransition } from '@signalbox/shared/health/transition';
import type { InstanceEvidence, LivezOutcome, Now, Standing } from './core/evidence.ts';
import { intervalOf, isSuspect, judgeInstance, type InstanceView } from './core/judge-instance.ts';
import { findRetired } from './core/retire.ts';

export interface FleetInstance {
  readonly evidence: InstanceEvidence;
  standing: Standing;
  /** Its first verdict is no news: it was there before we began to listen. */
  isAdopted: boolean;
  isJudged: boolean;
}

const livezKept = 2;
/** More than any deployment has; a flood of made-up names must not fill the memory. */
const maxInstances = 2_000;

const isServing = (beat: Heartbeat): boolean => beat.status === 'ready';

const hasNews = (before: Heartbeat, after: Heartbeat): boolean =>
  before.status !== after.status ||
  before.reason !== after.reason ||
  before.checks.length !== after.checks.length ||
  before.checks.some((check, at) => check.status !== after.checks[at]?.status);

/** Every instance that has been heard and has not left the list, with its evidence and its standing. */
export class Fleet {
  readonly #instances = new Map<string, FleetInstance>();
  readonly #spentSuccessors = new Set<string>();
  readonly #remembered = new Map<string, Standing>();
  /** When anybody was last heard, in monotonic ms. */
  lastHeardMs = Number.NEGATIVE_INFINITY;

  /** Standings from before our own start, so that a restart of ours is no news about others. */
  remember(standings: ReadonlyMap<string, Standing>): void {
    for (const [instance, standing] of standings) this.#remembered.set(instance, standing);
  }

  /**
   * Takes in a heartbeat.
   * @param isAdopted whether a new instance may have been there before we began to listen
   * @returns whether a reader of the report would notice
   */
  hear(beat: Heartbeat, now: Now, isAdopted: boolean): boolean {
    this.lastHeardMs = now.ms;
    const known = this.#instances.get(beat.instance);
    if (!known) return this.#add(beat, now, isAdopted);
    const { evidence } = known;
    const wasSilent = evidence.livez.length > 0 || evidence.supersededBy !== undefined;
    const isNews = wasSilent || hasNews(evidence.beat, beat);
    evidence.beat = beat;
    evidence.lastHeardMs = now.ms;
    evidence.lastHeardEpochMs = now.epochMs;
    evidence.skewMs = beat.at === undefined ? 0 : beat.at - now.epochMs;
    evidence.wasReady ||= isServing(beat);
    if (wasSilent) {
      evidence.livez = [];
      delete evidence.supersededBy;
    }
    return isNews;
  }

  noteLivez(instance: string, outcome: LivezOutcome): void {
    const known = this.#instances.get(instance);
    if (known) known.evidence.livez = [...known.evidence.livez, outcome].slice(-livezKept);
  }

  /** Judges everybody anew and lets go who has left. */
  judge(view: InstanceView): HealthTransition[] {
    const changes: HealthTransition[] = [];
    for (const [instance, member] of this.#instances) {
      const change = this.#judgeOne(instance, member, view);
      if (change) changes.push(change);
    }
    this.#retire(view.now);
    return changes;
  }

  listSuspects(view: InstanceView): FleetInstance[] {
    return this.list().filter(
      ({ evidence, standing }) => standing.state !== 'offline' && isSuspect(evidence, view),
    );
  }

  list(): FleetInstance[] {
    return [...this.#instances.values()];
  }

  /** The longest interval that a live instance announced, in ms. */
  longestIntervalMs(leastMs: number): number {
    let longest = leastMs;
    for (const { evidence } of this.#instances.values()) longest = Math.max(longest, intervalOf(evidence));
    return longest;
  }

  #add(beat: Heartbeat, now: Now, isAdopted: boolean): boolean {
    if (this.#instances.size >= maxInstances) return false;
    this.#supersede(beat);
    const remembered = this.#remembered.get(beat.instance);
    this.#instances.set(beat.instance, {
      evidence: {
        beat,
        firstHeardMs: now.ms,
        lastHeardMs: now.ms,
        lastHeardEpochMs: now.epochMs,
        skewMs: beat.at === undefined ? 0 : beat.at - now.epochMs,
        wasReady: isServing(beat),
        livez: [],
      },
      standing: remembered ?? {
        state: 'unknown',
        reason: 'heard for the first time',
        sinceEpochMs: now.epochMs,
      },
      isAdopted,
      isJudged: remembered !== undefined,
    });
    return true;
  }

  /** An address serves one process: whoever had it before is gone. */
  #supersede({ instance, service, url }: Heartbeat): void {
    if (url === undefined) return;
    for (const { evidence } of this.#instances.values()) {
      const { beat } = evidence;
      if (beat.service === service && beat.url === url && beat.status !== 'stopped')
        evidence.supersededBy = instance;
    }
  }

  #judgeOne(instance: string, member: FleetInstance, view: InstanceView): HealthTransition | undefined {
    const verdict = judgeInstance(member.evidence, view);
    if (!verdict) return undefined;
    const before = member.standing;
    const isFirst = !member.isJudged;
    member.isJudged = true;
    if (verdict.state === before.state) {
      member.standing = { ...verdict, sinceEpochMs: before.sinceEpochMs };
      return undefined;
    }
    member.standing = { ...verdict, sinceEpochMs: view.now.epochMs };
    if (isFirst && member.isAdopted) return undefined;
    const { service } = member.evidence.beat;
    return {
      v: 1,
      service,
      instance,
      from: before.state,
      to: verdict.state,
      reason: verdict.reason,
      at: view.now.epochMs,
    };
  }

  #retire(now: Now): void {
    const byService = Map.groupBy(this.#instances, ([, member]) => member.evidence.beat.service);
    for (const members of byService.values()) {
      const candidates = members.map(([instance, { evidence, standing }]) => ({
        instance,
        evidence,
        state: standing.state,
        heldMs: now.epochMs - standing.sinceEpochMs,
      }));
      const { instances, successors } = findRetired(candidates, this.#spentSuccessors);
      for (const instance of instances) {
        this.#instances.delete(instance);
        this.#spentSuccessors.delete(instance);
      }
      for (const successor of successors) this.#spentSuccessors.add(successor);
    }
  }
}
