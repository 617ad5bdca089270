import type { ProcessState } from '@signalbox/shared/http/processes';
import type { SupervisionPolicy } from '../policy.ts';

/** What the driver reports; times and chance come beside it, so that `reduce` is pure. */
export type Input =
  | { type: 'start' | 'restart' | 'stop' }
  | { type: 'dependencies-met' }
  | { type: 'dependencies-missing'; reason: string }
  | { type: 'dependencies-late'; reason: string }
  | { type: 'spawned' }
  | { type: 'spawn-failed'; reason: string; fatal: boolean }
  | { type: 'probe-passed' }
  | { type: 'probe-failed'; reason: string }
  | { type: 'start-late' }
  | { type: 'ended'; code: number | null; signal: string | null }
  | { type: 'retry-due' };

export interface ReduceContext {
  nowMs: number;
  /** In [0, 1). */
  random: number;
  policy: SupervisionPolicy;
  /** A one-shot is done when it ends with code 0 and is not started again. */
  kind: 'service' | 'one-shot';
}

export interface ProcessModel {
  state: ProcessState;
  sinceMs: number;
  reason: string;
  /** What follows when the process that is being stopped has ended. */
  next: 'stopped' | 'again' | 'failed';
  spawnedAtMs?: number;
  /** Failed probes in a row. */
  failedProbes: number;
  /** Failures in a row, which lengthen the wait. */
  failures: number;
  /** Failures within the crash loop's window, epoch ms. */
  failedAtMs: readonly number[];
  restarts: number;
  nextRetryAtMs?: number;
  exit?: { code: number | null; signal: string | null };
}

export const initialModel = (
  nowMs: number,
  { state, reason }: Pick<ProcessModel, 'state' | 'reason'> = { state: 'stopped', reason: 'not started yet' },
): ProcessModel => ({
  state,
  sinceMs: nowMs,
  reason,
  next: 'stopped',
  failedProbes: 0,
  failures: 0,
  failedAtMs: [],
  restarts: 0,
});
