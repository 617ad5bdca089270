import type { FaultRecord } from '../faults/run-faults.ts';
import type { PauseRecord } from '../load/pause-queue.ts';
import type { AttemptSpan } from './attempt-spans.ts';
import { listStretches, meets } from './outages.ts';

/** What a worker that is well may take to hear of a pause, and of its end, with room for a busy machine. */
const hearMs = 1_000;
const flowMs = 5_000;

export interface PauseEvidence {
  /** Attempts in the paused queue. */
  spans: Iterable<AttemptSpan>;
  pauses: readonly PauseRecord[];
  faults: readonly FaultRecord[];
  /** When the load ended; after that a queue may be empty. */
  loadEndedAt: number;
}

/**
 * Attempts that began in a paused queue, and pauses whose end nobody heard of, one sentence each. A worker that is
 * stopped or cut off when the pause comes hears of it when it is back.
 */
export const checkPauses = ({ spans, pauses, faults, loadEndedAt }: PauseEvidence): string[] => {
  const starts = [...spans].map(({ id, fromMs }) => ({ id, fromMs }));
  const deaf = listStretches(
    faults,
    ({ kind, target }) => target === 'nats' || (kind === 'pause' && target.startsWith('worker')),
  );
  const away = listStretches(faults, ({ target }) => target === 'nats' || target.startsWith('worker'));
  return pauses.flatMap(({ pausedAt, resumingAt, resumedAt }) => {
    const begun = starts.filter(({ fromMs }) => fromMs > pausedAt + hearMs && fromMs < resumingAt);
    const unexcused = begun.filter(
      ({ fromMs }) => !deaf.some((stretch) => meets(stretch, { fromMs: pausedAt, untilMs: fromMs })),
    );
    const early = unexcused.map(
      ({ id, fromMs }) => `${id} began ${fromMs - pausedAt} ms after its queue was paused`,
    );
    const flow = { fromMs: resumedAt, untilMs: resumedAt + flowMs };
    const isOver = flow.untilMs > loadEndedAt || away.some((stretch) => meets(stretch, flow));
    const flows = isOver || starts.some(({ fromMs }) => fromMs >= resumingAt && fromMs <= flow.untilMs);
    return flows ? early : [...early, `nothing began within ${flowMs} ms after a queue was resumed`];
  });
};
