import type { Check } from '@signalbox/shared/health/heartbeat';
import type { HealthReport, InstanceReport, ServiceReport } from '@signalbox/shared/health/report';
import type { Now, Standing } from './core/evidence.ts';
import { knownServices, termsOf } from './core/expected-services.ts';
import type { ProbeStanding } from './core/judge-probe.ts';
import { toMinutes, toUptime, type Timeline } from './core/timeline.ts';
import type { FleetInstance } from './fleet.ts';

export interface ReportFacts {
  now: Now;
  /** By service, `system` included. */
  standings: ReadonlyMap<string, Standing>;
  timelines: ReadonlyMap<string, Timeline>;
  probes: ReadonlyMap<string, ProbeStanding>;
  instances: readonly FleetInstance[];
}

const hourMs = 3_600_000;
const windows: readonly (readonly [string, number])[] = [
  ['1h', hourMs],
  ['24h', 24 * hourMs],
  ['7d', 7 * 24 * hourMs],
];

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

const skewCheck = (skewMs: number, atMs: number): Check[] =>
  Math.abs(skewMs) <= 5_000
    ? []
    : [{ name: 'clock', status: 'warn', output: `${Math.round(skewMs / 1_000)} s off`, at: atMs }];

const toInstance = ({ evidence, standing }: FleetInstance): InstanceReport => {
  const { beat, lastHeardEpochMs, skewMs } = evidence;
  return {
    instance: beat.instance,
    state: standing.state,
    since: toIso(standing.sinceEpochMs),
    reason: standing.reason,
    host: beat.host,
    pid: beat.pid,
    version: beat.version,
    startedAt: toIso(beat.startedAt),
    lastHeartbeatAt: toIso(lastHeardEpochMs),
    load: beat.load,
    progress: beat.progress,
    commands: beat.commands,
    queues: beat.queues,
    checks: [...beat.checks, ...skewCheck(skewMs, lastHeardEpochMs)],
  };
};

const toUptimes = (timeline: Timeline, nowEpochMs: number): Record<string, number> => {
  const uptime: Record<string, number> = {};
  for (const [name, windowMs] of windows) {
    const share = toUptime(timeline, nowEpochMs, windowMs);
    if (share !== undefined) uptime[name] = Math.round(share * 1e6) / 1e6;
  }
  return uptime;
};

const displayRank = (name: string): number => {
  const at = knownServices.findIndex((terms) => terms.name === name);
  return at === -1 ? knownServices.length : at;
};

const byDisplay = (a: string, b: string): number => displayRank(a) - displayRank(b) || a.localeCompare(b);

/** The picture in the form others read. */
export const buildReport = (facts: ReportFacts): HealthReport => {
  const { now, standings, timelines, probes } = facts;
  const instances = Map.groupBy(facts.instances, ({ evidence }) => evidence.beat.service);
  const toService = (name: string, standing: Standing): ServiceReport => ({
    name,
    state: standing.state,
    since: toIso(standing.sinceEpochMs),
    reason: standing.reason,
    critical: termsOf(name).critical,
    instances: (instances.get(name) ?? []).map(toInstance),
    checks: probes.get(name)?.checks ?? [],
    uptime: toUptimes(timelines.get(name) ?? [], now.epochMs),
    minutes: toMinutes(timelines.get(name) ?? [], now.epochMs),
  });
  const { state, sinceEpochMs, reason } = standings.get('system') ?? {
    state: 'unknown' as const,
    sinceEpochMs: now.epochMs,
    reason: 'Nothing is known yet.',
  };
  return {
    at: toIso(now.epochMs),
    system: { state, since: toIso(sinceEpochMs), sentence: reason },
    items: [...standings.keys()]
      .filter((name) => name !== 'system')
      .toSorted(byDisplay)
      .flatMap((name) => {
        const standing = standings.get(name);
        return standing ? [toService(name, standing)] : [];
      }),
  };
};
