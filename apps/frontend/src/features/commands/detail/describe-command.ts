import type { CommandView } from '@signalbox/shared/http/command-view';
import { formatDuration, formatElapsed, formatWhen } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import type { Attempt } from '../timeline.ts';

const words = t.lead;
/** A wait shorter than this is not worth a sentence. */
const notableWaitMs = 2_000;

const elapsedSince = (time: string | undefined, now: number): number =>
  time === undefined ? 0 : Math.max(0, now - Date.parse(time));

const describeRetrying = ({ attempt, nextAttemptAt }: CommandView, now: number): string => {
  const leftMs = nextAttemptAt === undefined ? 0 : Date.parse(nextAttemptAt) - now;
  return leftMs > 0 ? words.retrying(attempt, formatElapsed(leftMs)) : words.retryDue(attempt + 1);
};

const describeRunning = (view: CommandView, now: number): string => {
  const { progress, worker, startedAt } = view;
  if (progress?.message !== undefined) return words.progress(progress.message, Math.round(progress.percent));
  return words.running(worker, formatElapsed(elapsedSince(startedAt, now)));
};

const tookMs = ({ submittedAt, finishedAt }: CommandView): number =>
  Date.parse(finishedAt ?? submittedAt) - Date.parse(submittedAt);

/** What the command is doing or how it ended, in one sentence. */
export const describeLead = (view: CommandView, now: number): string => {
  switch (view.status) {
    case 'scheduled': {
      const atMs = Date.parse(view.nextAttemptAt ?? view.submittedAt);
      return words.scheduled(formatWhen(atMs, now), formatElapsed(Math.max(0, atMs - now)));
    }
    case 'queued':
      return words.queued(view.queue, formatElapsed(elapsedSince(view.submittedAt, now)));
    case 'running':
      return describeRunning(view, now);
    case 'retrying':
      return describeRetrying(view, now);
    case 'completed':
      return words.completed(formatDuration(tookMs(view)), view.attempt);
    case 'failed':
      return words.failed(view.attempt, view.error?.message);
    case 'canceled':
      return words.canceled;
    default:
      return view.status satisfies never;
  }
};

const describeAttempt = ({ number, startMs, endMs, end, error }: Attempt): string[] => {
  const took = formatDuration((endMs ?? startMs) - startMs);
  if (end === 'lost') return [words.attemptLost(number, took)];
  return end === 'retried' ? [words.attemptFailed(number, took, error?.message)] : [];
};

const describeWait = (view: CommandView, first: Attempt | undefined): string[] => {
  const waitMs = (first?.startMs ?? 0) - Date.parse(view.submittedAt);
  return waitMs >= notableWaitMs && view.nextAttemptAt === undefined
    ? [words.waited(formatDuration(waitMs), view.queue)]
    : [];
};

/** What came before: the failed attempts, the latest first, and a long wait. Empty if nothing is worth telling. */
export const describeBefore = (view: CommandView, attempts: readonly Attempt[]): string =>
  [...attempts.flatMap(describeAttempt).toReversed().slice(0, 2), ...describeWait(view, attempts[0])].join(
    ' ',
  );
