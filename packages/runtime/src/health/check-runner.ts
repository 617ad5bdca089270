import type { Check } from '@signalbox/shared/health/heartbeat';

export interface CheckResult {
  status: Check['status'];
  /** What was found, for a person. */
  output?: string;
  /** What was measured, mostly the time of an answer. */
  observedMs?: number;
}

export interface HealthCheck {
  name: string;
  /** Whether the process cannot do its work while this fails. */
  critical: boolean;
  run: () => Promise<CheckResult>;
  /** Time between runs while all is well. */
  everyMs?: number;
}

export interface CheckRunner {
  readonly name: string;
  readonly critical: boolean;
  /** The latest result; `unknown` before the first one. */
  readonly latest: Check;
  /** Whether the process must not be called ready because of this check. */
  readonly blocksReadiness: boolean;
  stop(): void;
}

interface RunnerOptions {
  /** Runs soon again while true: the process starts, or something fails. */
  isUrgent: () => boolean;
  onResult: (runner: CheckRunner) => void;
}

const defaultEveryMs = 10_000;
const urgentEveryMs = 2_000;
const timeoutMs = 2_000;
/** One failure may be a blip; before the first success it is none. */
const failuresToBlock = 2;

const jitter = (waitMs: number): number => waitMs * (0.9 + Math.random() * 0.2);

const toFailure = (error: unknown): CheckResult => ({
  status: 'fail',
  output: error instanceof Error ? error.message : String(error),
});

/** Resolves to `undefined` when the time is over first. */
const withinTime = async (running: Promise<CheckResult>): Promise<CheckResult | undefined> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), timeoutMs).unref();
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Runs one check again and again in the background and keeps its latest result. */
export const runCheck = (check: HealthCheck, options: RunnerOptions): CheckRunner => {
  let latest: Check = { name: check.name, status: 'unknown', output: 'not checked yet' };
  let failures = 0;
  let hasPassed = false;
  let isRunning = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const execute = async (): Promise<CheckResult> => {
    // A run that never ends must not be joined by another every two seconds.
    if (isRunning)
      return { status: 'fail', output: 'an earlier run of this check still waits for its answer' };
    isRunning = true;
    const running = (async () => check.run())()
      .catch(toFailure)
      .finally(() => {
        isRunning = false;
      });
    return (await withinTime(running)) ?? { status: 'fail', output: `no answer within ${timeoutMs} ms` };
  };

  const runner: CheckRunner = {
    name: check.name,
    critical: check.critical,
    get latest() {
      return latest;
    },
    get blocksReadiness() {
      return check.critical && (!hasPassed || failures >= failuresToBlock);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };

  const turn = async (): Promise<void> => {
    const result = await execute();
    if (isStopped) return;
    latest = { name: check.name, ...result, at: Date.now() };
    if (result.status === 'fail') failures += 1;
    if (result.status === 'pass' || result.status === 'warn') {
      failures = 0;
      hasPassed = true;
    }
    options.onResult(runner);
    const isUrgent = result.status === 'fail' || result.status === 'unknown' || options.isUrgent();
    const everyMs = check.everyMs ?? defaultEveryMs;
    const waitMs = isUrgent ? Math.min(urgentEveryMs, everyMs) : everyMs;
    timer = setTimeout(() => void turn(), jitter(waitMs)).unref();
  };

  void turn();
  return runner;
};
