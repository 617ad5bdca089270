import type { HealthReport, ServiceReport } from '@signalbox/shared/health/report';
import type { Clock } from '../commands/ports.ts';

type ReportListener = (report: HealthReport) => void;

export interface ReportKeeper {
  accept(report: HealthReport): void;
  /** What is known now: the last report, or, if that is too old, that nothing is known. */
  current(): HealthReport;
  /** The last report however old, for facts that do not change by themselves; `current` while there is none. */
  latest(): HealthReport;
  subscribe(listener: ReportListener): () => void;
  stop(): void;
}

export interface ReportKeeperOptions {
  clock: Clock;
  /** False while this process itself cannot reach the bus, which explains the silence. */
  isBusConnected: () => boolean;
  /** An older report says nothing about now, in ms. */
  staleAfterMs: number;
}

const aggregator = 'health-aggregator';
const checkMs = 1_000;

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

const markUnknown = (
  service: ServiceReport,
  { since, reason }: { since: string; reason: string },
): ServiceReport => ({
  ...service,
  state: 'unknown',
  since,
  reason,
  instances: service.instances.map((instance) => ({ ...instance, state: 'unknown', since, reason })),
});

interface Silence {
  /** When something was heard last, in epoch ms. */
  lastHeardMs: number;
  last: HealthReport | undefined;
  isBusConnected: boolean;
  nowMs: number;
}

const explain = ({ lastHeardMs, last, isBusConnected, nowMs }: Silence): string => {
  const forSeconds = Math.round((nowMs - lastHeardMs) / 1_000);
  if (!isBusConnected)
    return `The API cannot reach the message bus for ${forSeconds} s, so the state of the services is unknown.`;
  const since = last ? `for ${forSeconds} s` : `in the ${forSeconds} s since this API process started`;
  return `The health aggregator has not reported ${since}, so the state of the other services is unknown.`;
};

const toAggregatorReport = (silence: Silence, reason: string): ServiceReport => ({
  name: aggregator,
  // Without the bus nobody can say that the aggregator is down.
  state: silence.isBusConnected ? 'offline' : 'unknown',
  since: toIso(silence.lastHeardMs),
  reason,
  critical: false,
  instances: [],
  checks: [],
  uptime: {},
  minutes: [],
});

/** What can honestly be said when no recent report is there. */
const toStaleReport = (silence: Silence): HealthReport => {
  const since = toIso(silence.lastHeardMs);
  const sentence = explain(silence);
  const mark = { since, reason: 'Nothing has been heard of it since the last report.' };
  const others = (silence.last?.items ?? []).filter(({ name }) => name !== aggregator);
  return {
    at: toIso(silence.nowMs),
    system: { state: 'unknown', since, sentence },
    items: [...others.map((service) => markUnknown(service, mark)), toAggregatorReport(silence, sentence)],
  };
};

/** Keeps the last report of the health aggregator, and tells when it has gone silent. */
export const createReportKeeper = ({
  clock,
  isBusConnected,
  staleAfterMs,
}: ReportKeeperOptions): ReportKeeper => {
  const listeners = new Set<ReportListener>();
  let last: HealthReport | undefined;
  let lastHeardMs = clock.now();
  let hasToldSilence = false;

  const isStale = (): boolean => !last || clock.now() - lastHeardMs > staleAfterMs;
  const current = (): HealthReport =>
    last && !isStale()
      ? last
      : toStaleReport({ lastHeardMs, last, isBusConnected: isBusConnected(), nowMs: clock.now() });
  const tell = (): void => {
    const report = current();
    for (const listener of listeners) listener(report);
  };
  const tellSilence = setInterval(() => {
    if (hasToldSilence || !isStale() || listeners.size === 0) return;
    hasToldSilence = true;
    tell();
  }, checkMs).unref();

  return {
    accept(report) {
      last = report;
      lastHeardMs = clock.now();
      hasToldSilence = false;
      tell();
    },
    current,
    latest: () => last ?? current(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(tellSilence),
  };
};
