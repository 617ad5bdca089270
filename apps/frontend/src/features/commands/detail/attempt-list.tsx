'use client';

import type { CommandView } from '@signalbox/shared/http/command-view';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { EmptyState } from '../../../components/empty-state.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { formatDuration, formatElapsed, formatMillis, formatSeconds } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import { statusFacts } from '../status-facts.ts';
import type { Attempt, AttemptEnd } from '../timeline.ts';
import styles from './attempt-list.module.css';

const words = t.attempts;

const looks: Record<AttemptEnd, CommandStatus> = {
  running: 'running',
  retried: 'failed',
  lost: 'failed',
  failed: 'failed',
  completed: 'completed',
  canceled: 'canceled',
};

const describe = ({ end, error, nextAttemptMs, number, endMs }: Attempt, view: CommandView): string => {
  if (end === 'running') return view.progress?.message ?? words.remaining(view.maxAttempts - number);
  if (end === 'lost') return words.lost;
  if (error === undefined) return words.well;
  const next =
    nextAttemptMs === undefined || endMs === undefined
      ? ''
      : words.next(number + 1, formatDuration(nextAttemptMs - endMs));
  return `${error.message.replace(/\.$/, '')}. ${next}`;
};

const describeTimes = ({ startMs, endMs, worker }: Attempt, now: number): string => {
  const where = worker === undefined ? '' : `${worker}, `;
  if (endMs === undefined)
    return `${where}${words.since(formatSeconds(startMs), formatElapsed(Math.max(0, now - startMs)))}`;
  return `${where}${words.span(formatMillis(startMs), formatMillis(endMs), formatDuration(endMs - startMs))}`;
};

interface AttemptListProps {
  attempts: readonly Attempt[];
  view: CommandView;
  now: number;
}

/** Every attempt with how it ended, where and why. */
export const AttemptList = ({ attempts, view, now }: AttemptListProps) => {
  if (attempts.length === 0) return <EmptyState title={words.none}>{words.noneText}</EmptyState>;
  return (
    <ol className={styles.list}>
      {attempts.map((attempt) => (
        <li key={attempt.number}>
          <StateMark
            {...statusFacts[looks[attempt.end]]}
            isCalm={false}
            word={words.title(attempt.number, attempt.end)}
          />
          <p>{describe(attempt, view)}</p>
          <p className={styles.meta}>
            {describeTimes(attempt, now)}
            {attempt.error !== undefined && (
              <>
                , <span className="mono">{attempt.error.code}</span>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
};
