/** What one recorder saw in one minute; durations are counted in buckets that grow by a quarter. */
export interface MinuteStats {
  submitted: number;
  completed: number;
  failed: number;
  canceled: number;
  retried: number;
  /** Bucket → count, from submitted or due to started. */
  wait: Record<string, number>;
  /** Bucket → count, from started to finished. */
  run: Record<string, number>;
}

const growth = Math.log(1.25);

export const createMinuteStats = (): MinuteStats => ({
  submitted: 0,
  completed: 0,
  failed: 0,
  canceled: 0,
  retried: 0,
  wait: {},
  run: {},
});

/** Counts a duration in ms. */
export const countDuration = (buckets: Record<string, number>, ms: number): void => {
  const bucket = Math.round(Math.log(Math.max(0, ms) + 1) / growth);
  buckets[bucket] = (buckets[bucket] ?? 0) + 1;
};

const addBuckets = (into: Record<string, number>, from: Record<string, number>): void => {
  for (const [bucket, count] of Object.entries(from)) into[bucket] = (into[bucket] ?? 0) + count;
};

const counters = ['submitted', 'completed', 'failed', 'canceled', 'retried'] as const;

/** Adds `from` to `into`. */
export const addStats = (into: MinuteStats, from: MinuteStats): void => {
  for (const counter of counters) into[counter] += from[counter];
  addBuckets(into.wait, from.wait);
  addBuckets(into.run, from.run);
};

/** The duration in ms that 95 of 100 do not exceed, within a quarter; undefined where nothing was counted. */
export const toP95Ms = (buckets: Record<string, number>): number | undefined => {
  const sorted = Object.entries(buckets)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .toSorted(([left], [right]) => left - right);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of sorted) {
    seen += count;
    if (seen >= total * 0.95) return Math.round((Math.exp(bucket * growth) - 1) * 10) / 10;
  }
  return undefined;
};
