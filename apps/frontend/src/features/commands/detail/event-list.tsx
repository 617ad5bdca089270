'use client';

import type { HistoryItem } from '@signalbox/shared/http/command-view';
import type { Tone } from '../../../components/tone.ts';
import { formatMillis, formatMoment } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import { summarize } from '../summarize.ts';
import styles from './event-list.module.css';

const words = t.events;

const tones: Record<HistoryItem['type'], Tone> = {
  accepted: 'none',
  started: 'run',
  progress: 'none',
  retrying: 'warn',
  completed: 'ok',
  failed: 'bad',
  canceled: 'none',
  log: 'none',
  deleted: 'none',
};

type Parts = readonly (string | undefined)[];

/** What each type of event tells beside its time. */
const details: Record<HistoryItem['type'], (item: HistoryItem) => Parts> = {
  accepted: ({ queue }) => [queue && words.queue(queue)],
  started: ({ worker }) => [worker],
  progress: ({ progress }) => [progress && `${Math.round(progress.percent)} %`, progress?.message],
  retrying: ({ worker, error, nextAttemptAt }) => [
    worker,
    error?.code,
    nextAttemptAt && words.next(formatMillis(Date.parse(nextAttemptAt))),
  ],
  completed: ({ worker, result }) => [worker, summarize(result)],
  failed: ({ worker, error }) => [worker, error?.code, error?.message],
  canceled: ({ worker, reason }) => [worker, reason],
  log: ({ lines = [] }) => lines.map(({ level, message }) => `${level} ${message}`),
  deleted: ({ reason }) => [reason],
};

const describe = (item: HistoryItem): string => {
  const attempt = item.attempt > 0 && item.type !== 'progress' ? words.attempt(item.attempt) : undefined;
  return [attempt, ...details[item.type](item)].filter(Boolean).join(', ');
};

/** The history as it was written, line by line. */
export const EventList = ({ history }: { history: readonly HistoryItem[] }) => (
  <ol className={styles.list} aria-label={words.label}>
    {history.map((item) => (
      <li key={item.seq} data-tone={tones[item.type]}>
        <time dateTime={item.at} title={formatMoment(Date.parse(item.at))}>
          {formatMillis(Date.parse(item.at))}
        </time>
        <span className={styles.type}>{item.type}</span>
        <span className={styles.text}>{describe(item)}</span>
      </li>
    ))}
  </ol>
);
