export interface Sample {
  atMs: number;
  /** Absent where nothing is known; the line has a gap there. */
  value: number | undefined;
}

const steps = [1, 2, 2.5, 4, 5, 10];

/** The least round number that is not below the value; `least` keeps a flat line from filling the chart. */
export const toRoundMaximum = (value: number, least: number): number => {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = steps.find((candidate) => candidate * power >= wanted * (1 - 1e-9)) ?? 10;
  return step * power;
};

/** Durations as people count them, in ms; beyond the last, whole hours. */
const durations = [
  10, 20, 50, 100, 200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000,
  180_000, 240_000, 300_000, 600_000, 900_000, 1_200_000, 1_800_000, 3_600_000,
];

/** The least round duration that is not below the value, in ms. */
export const toRoundDuration = (ms: number, leastMs: number): number => {
  const wanted = Math.max(ms, leastMs);
  return durations.find((duration) => duration >= wanted) ?? Math.ceil(wanted / 3_600_000) * 3_600_000;
};

interface Frame {
  fromMs: number;
  toMs: number;
  maximum: number;
  width: number;
  height: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const toPoint = ({ atMs, value }: { atMs: number; value: number }, frame: Frame): string => {
  const x = ((atMs - frame.fromMs) / (frame.toMs - frame.fromMs)) * frame.width;
  const y = frame.height - (Math.min(value, frame.maximum) / frame.maximum) * frame.height;
  return `${round(x)} ${round(y)}`;
};

/** Runs of neighbouring samples with a value. */
const toRuns = (samples: readonly Sample[]): { atMs: number; value: number }[][] => {
  const runs: { atMs: number; value: number }[][] = [[]];
  for (const { atMs, value } of samples) {
    if (value === undefined) runs.push([]);
    else runs.at(-1)?.push({ atMs, value });
  }
  return runs.filter((run) => run.length > 0);
};

export interface ChartPaths {
  line: string;
  area: string;
  /** Samples without neighbours, which a line cannot show. */
  dots: string;
}

const toAreaPath = (points: readonly string[], { height }: Frame): string => {
  const [firstX] = (points[0] ?? '0 0').split(' ');
  const [lastX] = (points.at(-1) ?? '0 0').split(' ');
  return `M${firstX} ${height}L${points.join('L')}L${lastX} ${height}Z`;
};

/** SVG paths of a line and of the area below it; gaps stay gaps. */
export const toPaths = (samples: readonly Sample[], frame: Frame): ChartPaths => {
  const runs = toRuns(samples).map((run) => run.map((sample) => toPoint(sample, frame)));
  const lines = runs.filter((points) => points.length > 1);
  return {
    line: lines.map((points) => `M${points.join('L')}`).join(''),
    area: lines.map((points) => toAreaPath(points, frame)).join(''),
    dots: runs
      .filter((points) => points.length === 1)
      .map(([point]) => `M${point}h0`)
      .join(''),
  };
};
