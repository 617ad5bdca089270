'use client';

import { useMemo, useState, type PointerEvent } from 'react';
import { toPaths, toRoundMaximum, type Sample } from './chart-scale.ts';
import { ChartTimes } from './chart-times.tsx';
import styles from './line-chart.module.css';

interface LineChartProps {
  samples: readonly Sample[];
  fromMs: number;
  toMs: number;
  /** What the line shows, for those who cannot see it. */
  label: string;
  format: (value: number) => string;
  /** `focus` is the series to read, `bad` counts failures. */
  look?: 'base' | 'focus' | 'bad';
  /** The least top of the scale. */
  least?: number;
  /** Gives the top of the scale for the highest value and the least top. */
  round?: (value: number, least: number) => number;
  /** A moment marked at the same place in every chart of the page. */
  eventMs?: number | undefined;
}

/** Keeps the newest value clear of the label at the top right. */
const headroom = 1.2;
const width = 600;
const height = 60;

const nearest = (samples: readonly Sample[], atMs: number): Sample | undefined =>
  samples.reduce<Sample | undefined>(
    (best, sample) =>
      best === undefined || Math.abs(sample.atMs - atMs) < Math.abs(best.atMs - atMs) ? sample : best,
    undefined,
  );

const highest = (samples: readonly Sample[]): number =>
  Math.max(0, ...samples.map(({ value }) => value ?? 0));

/** One series over time: from zero, a round maximum at the top right, the first time at the left. */
export const LineChart = (props: LineChartProps) => {
  const {
    samples,
    fromMs,
    toMs,
    label,
    format,
    look = 'base',
    least = 1,
    round = toRoundMaximum,
    eventMs,
  } = props;
  const [cursor, setCursor] = useState<Sample>();
  const maximum = round(highest(samples) * headroom, least);
  const paths = useMemo(
    () => toPaths(samples, { fromMs, toMs, maximum, width, height }),
    [samples, fromMs, toMs, maximum],
  );
  const shareOf = (atMs: number): number => (atMs - fromMs) / (toMs - fromMs);
  const follow = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setCursor(nearest(samples, fromMs + ((event.clientX - box.left) / box.width) * (toMs - fromMs)));
  };
  const shownEventMs = eventMs !== undefined && eventMs > fromMs && eventMs < toMs ? eventMs : undefined;
  const ruleAt = (atMs: number): string => `M${shareOf(atMs) * width} 0V${height}`;
  return (
    <div
      className={styles.plot}
      data-look={look}
      onPointerMove={follow}
      onPointerLeave={() => setCursor(undefined)}
    >
      <svg
        className={styles.svg}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path className={styles.grid} d={`M0 0H${width}M0 ${height / 2}H${width}`} />
        <path className={styles.area} d={paths.area} />
        <path className={styles.line} d={paths.line} />
        <path className={`${styles.line} ${styles.dots}`} d={paths.dots} />
        {shownEventMs !== undefined && <path className={styles.event} d={ruleAt(shownEventMs)} />}
        {cursor !== undefined && <path className={styles.cursor} d={ruleAt(cursor.atMs)} />}
        <path className={styles.base} d={`M0 ${height}H${width}`} />
      </svg>
      <span className={styles.top}>{format(maximum)}</span>
      <ChartTimes fromMs={fromMs} shareOf={shareOf} eventMs={shownEventMs} cursor={cursor} format={format} />
    </div>
  );
};
