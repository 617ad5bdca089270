'use client';

import type { QueueView } from '@signalbox/shared/http/stats';
import { toRoundDuration, toRoundMaximum } from '../../components/chart/chart-scale.ts';
import { LineChart } from '../../components/chart/line-chart.tsx';
import { FailedPart } from '../../components/notice.tsx';
import {
  formatCount,
  formatDuration,
  formatLimit,
  formatPercent,
  formatRate,
  toDurationParts,
} from '../../lib/format.ts';
import { t } from '../../messages/index.ts';
import { Figure, FigureRow } from './figure.tsx';
import { useStats } from './queries.ts';
import { toFigures, type Figures as Values } from './to-figures.ts';

const words = t.overview;
const hourMs = 3_600_000;

/** No more than all can fail. */
const toRoundShare = (share: number, least: number): number => Math.min(1, toRoundMaximum(share, least));

const percent = (share: number): string => `${formatPercent(share)} %`;

const emptyFigures = (now: number): Values =>
  toFigures({ windowMs: hourMs, stepMs: 60_000, points: [] }, [], now);

const waitSub = ({ runP95Ms }: Values['wait']): string =>
  runP95Ms === undefined ? '' : words.runSub(formatDuration(runP95Ms));

interface FiguresProps {
  queues: readonly QueueView[];
  now: number;
  /** The moment since which the system is not well. */
  eventMs: number | undefined;
}

/** Throughput, failure rate, wait and backlog: now, and over the last hour. */
export const Figures = ({ queues, now, eventMs }: FiguresProps) => {
  const stats = useStats();
  if (stats.error !== null && stats.data === undefined) {
    return <FailedPart what={words.statsUnreadable} error={stats.error} retry={() => void stats.refetch()} />;
  }
  const isKnown = stats.data !== undefined;
  const { fromMs, toMs, throughput, failures, wait, backlog } = isKnown
    ? toFigures(stats.data, queues, now)
    : emptyFigures(now);
  const frame = { fromMs, toMs, eventMs };
  const known = <Value,>(value: Value): Value | undefined => (isKnown ? value : undefined);
  return (
    <FigureRow label={words.lastHour}>
      <Figure
        label={words.throughput}
        value={known([{ value: formatRate(throughput.perMinute), unit: words.perMinute }])}
        sub={known(words.meanSub(formatRate(throughput.meanPerMinute)))}
      >
        <LineChart
          {...frame}
          samples={throughput.samples}
          label={words.throughputChart}
          format={formatRate}
          least={5}
        />
      </Figure>
      <Figure
        label={words.failureRate}
        value={known(
          failures.share === undefined ? [] : [{ value: formatPercent(failures.share), unit: '%' }],
        )}
        sub={known(words.failedSub(formatCount(failures.failed), formatCount(failures.ended)))}
      >
        <LineChart
          {...frame}
          samples={failures.samples}
          label={words.failureChart}
          format={percent}
          round={toRoundShare}
          look="bad"
          least={0.01}
        />
      </Figure>
      <Figure
        label={words.wait}
        value={known(wait.p95Ms === undefined ? [] : toDurationParts(wait.p95Ms))}
        sub={known(waitSub(wait))}
      >
        <LineChart
          {...frame}
          samples={wait.samples}
          label={words.waitChart}
          format={formatLimit}
          round={toRoundDuration}
          look="focus"
          least={10}
        />
      </Figure>
      <Figure
        label={words.backlog}
        value={known([{ value: formatCount(backlog.open), unit: '' }])}
        sub={known(words.backlogSub(formatCount(backlog.waiting), formatCount(backlog.running)))}
      >
        <LineChart
          {...frame}
          samples={backlog.samples}
          label={words.backlogChart}
          format={formatCount}
          look="focus"
          least={5}
        />
      </Figure>
    </FigureRow>
  );
};
