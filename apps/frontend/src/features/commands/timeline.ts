import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import type { CommandError } from '@signalbox/shared/errors/command-error';

type SegmentKind = 'scheduled' | 'queued' | 'attempt' | 'earlier' | 'backoff' | 'ahead' | 'rest';
export type AttemptEnd = 'running' | 'retried' | 'lost' | 'completed' | 'failed' | 'canceled';

/** One stretch of a command's life. Times are epoch ms. */
export interface Segment {
  kind: SegmentKind;
  startMs: number;
  endMs: number;
  /** True while it still grows. */
  isOpen: boolean;
  attempt?: Attempt;
  /** Of `earlier`: how many attempts it stands for. */
  count?: number;
}

export interface Attempt {
  number: number;
  startMs: number;
  /** Absent while it runs. */
  endMs?: number;
  end: AttemptEnd;
  worker?: string;
  error?: CommandError;
  nextAttemptMs?: number;
}

const toMs = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time);

const ends: Partial<Record<HistoryItem['type'], AttemptEnd>> = {
  retrying: 'retried',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

const addItem = (attempts: Map<number, Attempt>, item: HistoryItem): void => {
  if (item.attempt < 1) return;
  const startMs = toMs(item.startedAt) ?? Date.parse(item.at);
  const before = attempts.get(item.attempt) ?? { number: item.attempt, startMs, end: 'running' as const };
  const end = ends[item.type];
  attempts.set(item.attempt, {
    ...before,
    startMs: Math.min(before.startMs, startMs),
    ...(item.worker !== undefined && { worker: item.worker }),
    ...(item.error !== undefined && { error: item.error }),
    ...(end !== undefined && { end, endMs: Date.parse(item.at) }),
    ...(item.nextAttemptAt !== undefined && { nextAttemptMs: Date.parse(item.nextAttemptAt) }),
  });
};

const toLost = (attempt: Attempt, next: Attempt): Attempt => ({
  ...attempt,
  end: 'lost',
  endMs: next.startMs,
});

/** The attempts of a history, in order. One that another follows without an end of its own was lost with its worker. */
export const toAttempts = (history: readonly HistoryItem[]): Attempt[] => {
  const attempts = new Map<number, Attempt>();
  for (const item of history) addItem(attempts, item);
  const sorted = [...attempts.values()].toSorted((a, b) => a.number - b.number);
  for (const [index, attempt] of sorted.entries()) {
    const next = sorted[index + 1];
    if (attempt.end === 'running' && next !== undefined) sorted[index] = toLost(attempt, next);
  }
  return sorted;
};

const toFirstSegment = (view: CommandView, first: Attempt | undefined, now: number): Segment => {
  const startMs = Date.parse(view.submittedAt);
  const endMs = first?.startMs ?? toMs(view.finishedAt);
  const kind = view.status === 'scheduled' ? 'scheduled' : 'queued';
  return { kind, startMs, endMs: Math.max(startMs, endMs ?? now), isOpen: endMs === undefined };
};

const toBackoff = (attempt: Attempt, next: Attempt | undefined, now: number): Segment[] => {
  if (attempt.end !== 'retried' || attempt.endMs === undefined) return [];
  const endMs = next?.startMs ?? Math.max(now, attempt.endMs);
  return [{ kind: 'backoff', startMs: attempt.endMs, endMs, isOpen: next === undefined }];
};

const toAhead = (view: CommandView, now: number): Segment[] => {
  const nextMs = toMs(view.nextAttemptAt);
  const isWaiting = view.status === 'retrying' || view.status === 'scheduled';
  return isWaiting && nextMs !== undefined && nextMs > now
    ? [{ kind: 'ahead', startMs: now, endMs: nextMs, isOpen: true }]
    : [];
};

/** Below this progress an estimate says nothing. */
const leastPercent = 5;

const toRest = ({ status, progress }: CommandView, attempt: Attempt | undefined, now: number): Segment[] => {
  const percent = progress?.percent ?? 0;
  if (status !== 'running' || attempt === undefined || percent < leastPercent || percent >= 100) return [];
  const leftMs = ((now - attempt.startMs) * (100 - percent)) / percent;
  return [{ kind: 'rest', startMs: now, endMs: now + Math.max(0, leftMs), isOpen: true }];
};

/** More attempts than this and the first ones are drawn as one stretch. */
const mostDrawn = 4;
const keptWhenMany = 3;

const toEarlier = (attempts: readonly Attempt[], next: Attempt): Segment[] => {
  const first = attempts[0];
  if (first === undefined) return [];
  return [
    { kind: 'earlier', startMs: first.startMs, endMs: next.startMs, isOpen: false, count: attempts.length },
  ];
};

/** Everything a command has gone through and what is next, without gaps, in the order of time. */
export const buildTimeline = (view: CommandView, history: readonly HistoryItem[], now: number): Segment[] => {
  const attempts = toAttempts(history);
  const hidden = attempts.length > mostDrawn ? attempts.length - keptWhenMany : 0;
  const drawn = attempts.slice(hidden);
  const firstDrawn = drawn[0];
  const segments = [toFirstSegment(view, attempts[0], now)];
  if (firstDrawn !== undefined) segments.push(...toEarlier(attempts.slice(0, hidden), firstDrawn));
  for (const [index, attempt] of drawn.entries()) {
    const endMs = Math.max(attempt.startMs, attempt.endMs ?? now);
    segments.push({
      kind: 'attempt',
      startMs: attempt.startMs,
      endMs,
      isOpen: attempt.end === 'running',
      attempt,
    });
    segments.push(...toBackoff(attempt, drawn[index + 1], now));
  }
  return [...segments, ...toAhead(view, now), ...toRest(view, attempts.at(-1), now)];
};
