import { memo } from 'react';
import type { HealthState } from '@signalbox/shared/health/report';
import { t } from '../../messages/index.ts';
import { healthFacts } from './health-facts.ts';
import styles from './minute-strip.module.css';

const heights = { low: 6, middle: 12, high: 18, unknown: 3 } as const;
const step = 4;
const shown = 60;

const describe = (minutes: readonly HealthState[]): string => {
  const counts = new Map<HealthState, number>();
  for (const state of minutes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => t.health.minutes(healthFacts[state].word, count));
  return parts.length === 0 ? t.health.noMinutes : parts.join(', ');
};

/** The last 60 minutes, one bar each, so that trouble can be seen without colour. */
export const MinuteStrip = memo(({ minutes }: { minutes: readonly HealthState[] }) => {
  const last = minutes.slice(-shown);
  const missing = shown - last.length;
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 ${shown * step} 18`}
      preserveAspectRatio="none"
      role="img"
      aria-label={describe(last)}
    >
      {[...last.entries()].map(([index, state]) => {
        const { bar } = healthFacts[state];
        const height = heights[bar];
        return (
          <rect
            key={index}
            className={styles[bar]}
            x={(missing + index) * step}
            y={18 - height}
            width="2.6"
            height={height}
          />
        );
      })}
    </svg>
  );
});
MinuteStrip.displayName = 'MinuteStrip';
