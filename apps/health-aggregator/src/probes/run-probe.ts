import type { ProbeResult, ProbeStanding } from '../core/judge-probe.ts';

export interface ProbeOptions {
  /** Time between probes while all is well. */
  everyMs: number;
  probe: () => Promise<ProbeResult>;
  onResult: (result: ProbeResult, tookMs: number) => ProbeStanding;
}

export interface ProbeLoop {
  /** Asks now, as something has happened that may have changed the answer. */
  nudge(): void;
  stop(): void;
}

/** While an answer is not settled, from the start of one probe to the start of the next. */
const unsettledEveryMs = 2_000;
const leastWaitMs = 250;

const isSettled = ({ state, lastStatus }: ProbeStanding): boolean =>
  state === 'healthy' && lastStatus === 'pass';

/** Asks again and again in the background, one question at a time. */
export const runProbe = ({ everyMs, probe, onResult }: ProbeOptions): ProbeLoop => {
  let timer: NodeJS.Timeout | undefined;
  let startedMs = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  let isStopped = false;

  const schedule = (waitMs: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void turn(), waitMs).unref();
  };
  const turn = async (): Promise<void> => {
    isRunning = true;
    startedMs = performance.now();
    const result = await probe();
    isRunning = false;
    if (isStopped) return;
    const tookMs = performance.now() - startedMs;
    const standing = onResult(result, tookMs);
    if (isSettled(standing)) schedule(everyMs * (0.9 + Math.random() * 0.2));
    else schedule(Math.max(leastWaitMs, unsettledEveryMs - tookMs));
  };

  void turn();
  return {
    nudge() {
      if (!isRunning) schedule(Math.max(0, leastWaitMs - (performance.now() - startedMs)));
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
