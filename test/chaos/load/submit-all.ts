import { setTimeout as wait } from 'node:timers/promises';
import type { PlannedSubmission } from '../plan/plan-submissions.ts';
import { send, type Sender } from './send.ts';

/** While the API is away more would only wait in this process. */
const maxUnderWay = 200;

/** Sends everything at its time, or as soon as there is room after it; resolves when all is answered or given up. */
export const submitAll = async (
  sender: Sender,
  planned: readonly PlannedSubmission[],
  signal: AbortSignal,
): Promise<void> => {
  const startedAt = performance.now();
  const underWay = new Set<Promise<void>>();
  for (const submission of planned) {
    signal.throwIfAborted();
    const earlyMs = submission.atMs - (performance.now() - startedAt);
    if (earlyMs > 0) await wait(earlyMs, undefined, { signal });
    while (underWay.size >= maxUnderWay) await Promise.race(underWay);
    const sent = send(sender, submission).finally(() => underWay.delete(sent));
    underWay.add(sent);
  }
  await Promise.all(underWay);
};
