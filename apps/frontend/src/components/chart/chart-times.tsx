import { formatClock } from '../../lib/format.ts';
import type { Sample } from './chart-scale.ts';
import styles from './line-chart.module.css';

/** Labels closer than this share of the width to an end would run over it. */
const edge = 0.12;

const toPercent = (share: number): string => `${Math.min(1 - edge, Math.max(edge, share)) * 100}%`;

interface ChartTimesProps {
  fromMs: number;
  /** The place of a moment, from 0 to 1. */
  shareOf: (atMs: number) => number;
  eventMs: number | undefined;
  cursor: Sample | undefined;
  format: (value: number) => string;
}

/** The line below a chart: where it begins, what happened, and the value under the pointer. */
export const ChartTimes = ({ fromMs, shareOf, eventMs, cursor, format }: ChartTimesProps) => (
  <div className={styles.times} aria-hidden="true">
    <span>{formatClock(fromMs)}</span>
    {eventMs !== undefined && (
      <span className={styles.mark} data-kind="event" style={{ left: toPercent(shareOf(eventMs)) }}>
        {formatClock(eventMs)}
      </span>
    )}
    {cursor?.value !== undefined && (
      <span className={styles.mark} data-kind="cursor" style={{ left: toPercent(shareOf(cursor.atMs)) }}>
        {formatClock(cursor.atMs)} · {format(cursor.value)}
      </span>
    )}
  </div>
);
