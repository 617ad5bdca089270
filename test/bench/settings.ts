/** What both contenders are asked to do. */
export const settings = {
  /** No-op commands in the burst. */
  count: Number(process.env['BENCH_COUNT'] ?? 20_000),
  /**
   * Run first and not measured: what is compared is services that have been up for a while. With fewer, a fifth of the
   * processor time goes into compiling the code that is measured, on both sides.
   */
  warmUp: 20_000,
  /** Commands one after the other for the latency at low load. */
  singles: 300,
  pauseMs: 3,
  /** Between two measurements over HTTP. */
  settleMs: 2_000,
  /** Submissions under way at once in the burst. */
  window: 1_000,
} as const;

export interface Latency {
  p50Ms: number;
  p99Ms: number;
}

export interface BurstResult {
  submittedPerSecond: number;
  donePerSecond: number;
}

export const toLatency = (samples: readonly number[]): Latency => {
  const sorted = samples.toSorted((left, right) => left - right);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
};

export const perSecond = (count: number, ms: number): number => Math.round((count / ms) * 1_000);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
