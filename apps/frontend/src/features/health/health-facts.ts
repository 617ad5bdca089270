import type {
  HealthReport,
  HealthState,
  InstanceReport,
  ServiceReport,
} from '@signalbox/shared/health/report';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/tone.ts';
import { t } from '../../messages/index.ts';

interface HealthFacts {
  icon: IconName;
  tone: Tone;
  word: string;
  isCalm: boolean;
  /** For sorting: the worst is the highest. */
  rank: number;
  /** How a minute in this state stands in a strip: well is low, trouble stands up. */
  bar: 'low' | 'middle' | 'high' | 'unknown';
}

/** How each state of health is shown. */
export const healthFacts: Record<HealthState, HealthFacts> = {
  healthy: { icon: 'healthy', tone: 'ok', word: t.health.healthy, isCalm: true, rank: 0, bar: 'low' },
  stopped: { icon: 'stopped', tone: 'none', word: t.health.stopped, isCalm: true, rank: 1, bar: 'unknown' },
  draining: { icon: 'draining', tone: 'wait', word: t.health.draining, isCalm: true, rank: 2, bar: 'low' },
  starting: { icon: 'starting', tone: 'run', word: t.health.starting, isCalm: false, rank: 3, bar: 'low' },
  unknown: { icon: 'unknown', tone: 'none', word: t.health.unknown, isCalm: true, rank: 4, bar: 'unknown' },
  degraded: {
    icon: 'degraded',
    tone: 'warn',
    word: t.health.degraded,
    isCalm: false,
    rank: 5,
    bar: 'middle',
  },
  unhealthy: {
    icon: 'unhealthy',
    tone: 'bad',
    word: t.health.unhealthy,
    isCalm: false,
    rank: 6,
    bar: 'high',
  },
  unresponsive: {
    icon: 'unresponsive',
    tone: 'bad',
    word: t.health.unresponsive,
    isCalm: false,
    rank: 7,
    bar: 'high',
  },
  offline: { icon: 'offline', tone: 'bad', word: t.health.offline, isCalm: false, rank: 8, bar: 'high' },
};

/** True for states that somebody should look at. */
export const isTrouble = (state: HealthState): boolean =>
  healthFacts[state].rank >= healthFacts.degraded.rank;

const byRank = (a: { state: HealthState }, b: { state: HealthState }): number =>
  healthFacts[b.state].rank - healthFacts[a.state].rank;

/** Instances worst first, as they come otherwise. */
export const sortInstances = (instances: readonly InstanceReport[]): InstanceReport[] =>
  instances.toSorted(byRank);

/** Services worst first, critical before optional, then by name. */
export const sortServices = ({ items }: Pick<HealthReport, 'items'>): ServiceReport[] =>
  items.toSorted(
    (a, b) => byRank(a, b) || Number(b.critical) - Number(a.critical) || a.name.localeCompare(b.name),
  );

/** The window a table has room for: the longest of which something is known. */
export const longestWindow = (items: readonly ServiceReport[]): string | undefined => {
  const windows = new Set(items.flatMap(({ uptime }) => Object.keys(uptime)));
  return ['90d', '30d', '7d', '24h', '1h'].find((window) => windows.has(window)) ?? [...windows].at(-1);
};
