import { setTimeout as wait } from 'node:timers/promises';
import { pausedQueue, type PlannedPause } from '../plan/plan-operations.ts';
import { askUntilSettled } from './ask-api.ts';

/** When a queue was surely paused; epoch ms. */
export interface PauseRecord {
  /** The pause was acknowledged. */
  pausedAt: number;
  /** The end of it was about to be asked for. */
  resumingAt: number;
  /** The end of it was acknowledged. */
  resumedAt: number;
}

/**
 * Longer than any API is stopped: a request that was given up would be done when the process goes on, after what was
 * asked of the other.
 */
const answerMs = 40_000;

const setPaused = async (url: string, paused: boolean): Promise<void> => {
  const body = JSON.stringify({ paused });
  const request = { method: 'PATCH', path: `/v1/queues/${pausedQueue}`, body } as const;
  const answer = await askUntilSettled([url], request, { answerMs });
  if (answer?.status !== 200)
    throw new Error(`paused ${paused} was answered with ${JSON.stringify(answer ?? 'nothing')}`);
};

/** Pauses the queue as planned, and lets it go on. */
export const pauseQueue = async (
  apiUrls: readonly string[],
  planned: readonly PlannedPause[],
  signal: AbortSignal,
): Promise<PauseRecord[]> => {
  const startedAt = performance.now();
  const records: PauseRecord[] = [];
  for (const { atMs, lastsMs, via } of planned) {
    await wait(Math.max(0, atMs - (performance.now() - startedAt)), undefined, { signal });
    const url = apiUrls[via] ?? '';
    await setPaused(url, true);
    const pausedAt = Date.now();
    await wait(lastsMs, undefined, { signal });
    const resumingAt = Date.now();
    await setPaused(url, false);
    records.push({ pausedAt, resumingAt, resumedAt: Date.now() });
  }
  return records;
};
