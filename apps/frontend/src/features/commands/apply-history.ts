import type { CommandView, HistoryItem } from '@signalbox/shared/http/command-view';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { hasEnded } from './status-facts.ts';

/** What changes how a command stands; log lines do not, and a deleted one is gone with the next reading. */
type StateType = Exclude<HistoryItem['type'], 'log' | 'deleted'>;

const phases: Record<StateType, number> = {
  accepted: 0,
  started: 1,
  progress: 2,
  retrying: 3,
  completed: 4,
  failed: 4,
  canceled: 4,
};

type StateItem = HistoryItem & { type: StateType };

const isState = (item: HistoryItem): item is StateItem => item.type !== 'log' && item.type !== 'deleted';

const phaseOf = (view: CommandView): number => {
  if (hasEnded(view.status)) return phases.completed;
  if (view.status === 'retrying') return phases.retrying;
  if (view.status === 'running') return view.progress === undefined ? phases.started : phases.progress;
  return phases.accepted;
};

/** A view only moves forward: by attempt, then by phase; an ended command does not change any more. */
const isOvertaken = (view: CommandView, item: StateItem): boolean => {
  if (hasEnded(view.status)) return true;
  if (item.type === 'completed' || item.type === 'failed' || item.type === 'canceled') return false;
  if (item.attempt !== view.attempt) return item.attempt < view.attempt;
  return phases[item.type] < phaseOf(view);
};

const statuses: Record<Exclude<StateType, 'accepted'>, CommandStatus> = {
  started: 'running',
  progress: 'running',
  retrying: 'retrying',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};

const startOf = (view: CommandView, item: HistoryItem): string | undefined =>
  item.startedAt ?? (item.type === 'started' ? item.at : view.startedAt);

/** The view after an event of the live stream; the same object if the event brings nothing new. */
export const applyHistory = (view: CommandView, item: HistoryItem): CommandView => {
  if (!isState(item) || item.type === 'accepted' || isOvertaken(view, item)) return view;
  const status = statuses[item.type];
  return {
    ...view,
    status,
    attempt: Math.max(view.attempt, item.attempt),
    worker: item.worker ?? view.worker,
    startedAt: startOf(view, item),
    finishedAt: hasEnded(status) ? item.at : undefined,
    nextAttemptAt: item.nextAttemptAt,
    progress: item.progress,
    error: item.error ?? (status === 'running' ? view.error : undefined),
    result: item.result,
  };
};
