'use client';

import type { CSSProperties } from 'react';
import type { CommandView } from '@signalbox/shared/http/command-view';
import type { Tone } from '../../../components/tone.ts';
import {
  formatDuration,
  formatElapsed,
  formatLimit,
  formatMoment,
  formatSeconds,
} from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import type { Attempt, AttemptEnd, Segment } from '../timeline.ts';
import styles from './command-timeline.module.css';

const words = t.timeline;

interface Shown {
  name: string;
  tone: Tone;
  line: 'solid' | 'dots' | 'dashes';
  note: string;
}

const endTones: Record<AttemptEnd, Tone> = {
  running: 'run',
  retried: 'bad',
  lost: 'bad',
  failed: 'bad',
  completed: 'ok',
  canceled: 'none',
};

const describeAttempt = ({ number, end, worker, error }: Attempt): Shown => ({
  name: words.attempt(number),
  tone: endTones[end],
  line: 'solid',
  note: [words.ends[end], end === 'running' || end === 'completed' ? worker && words.on(worker) : error?.code]
    .filter(Boolean)
    .join(end === 'running' || end === 'completed' ? ' ' : ', '),
});

const describe = (segment: Segment, { queue, attempt }: CommandView): Shown => {
  switch (segment.kind) {
    case 'scheduled':
      return { name: words.scheduled, tone: 'none', line: 'dots', note: words.scheduledNote };
    case 'queued':
      return { name: words.queued, tone: 'wait', line: 'dots', note: words.queuedNote(queue) };
    case 'earlier':
      return { name: words.earlier(segment.count ?? 0), tone: 'bad', line: 'solid', note: words.earlierNote };
    case 'backoff':
      return { name: words.backoff, tone: 'warn', line: 'dots', note: words.backoffNote };
    case 'ahead':
      return { name: words.ahead(attempt + 1), tone: 'none', line: 'dashes', note: words.aheadNote };
    case 'rest':
      return { name: words.rest, tone: 'none', line: 'dashes', note: words.restNote };
    case 'attempt':
      return segment.attempt === undefined
        ? { name: '', tone: 'none', line: 'solid', note: '' }
        : describeAttempt(segment.attempt);
    default:
      return segment.kind satisfies never;
  }
};

const toDurationText = ({ kind, startMs, endMs, isOpen }: Segment, { progress }: CommandView): string => {
  if (!isOpen) return formatDuration(endMs - startMs);
  if (kind === 'ahead') return words.in(formatElapsed(endMs - startMs));
  if (kind === 'rest') return formatLimit(Math.ceil((endMs - startMs) / 1_000) * 1_000);
  const elapsed = formatElapsed(endMs - startMs);
  return kind === 'attempt' && progress !== undefined
    ? `${elapsed}, ${Math.round(progress.percent)} %`
    : elapsed;
};

const SegmentMark = ({ segment, view }: { segment: Segment; view: CommandView }) => {
  const { name, tone, line, note } = describe(segment, view);
  const isQuiet = segment.kind === 'ahead' || segment.kind === 'rest';
  const isToned = segment.kind === 'attempt' && tone !== 'ok' && tone !== 'none';
  const startMs = segment.kind === 'ahead' || segment.kind === 'rest' ? segment.endMs : segment.startMs;
  // Custom properties are not in React's type of a style.
  const style = { '--weight': Math.max(1, segment.endMs - segment.startMs) } as CSSProperties;
  return (
    <li className={styles.segment} data-tone={tone} data-line={line} style={style}>
      <div className={styles.name}>{name}</div>
      <div className={`${styles.duration} ${isToned ? 'tone' : ''} ${isQuiet ? 'soft' : ''}`}>
        {toDurationText(segment, view)}
      </div>
      <div className={styles.bar} />
      <div className={styles.meta}>
        <b title={formatMoment(startMs)}>{formatSeconds(startMs)}</b>
        {note}
      </div>
    </li>
  );
};

/** The life of a command: dots wait, solid works, dashes are not yet. */
export const CommandTimeline = ({ segments, view }: { segments: readonly Segment[]; view: CommandView }) => (
  <ol className={styles.track} aria-label={words.label}>
    {segments.map((segment) => (
      <SegmentMark
        key={`${segment.kind} ${segment.attempt?.number ?? ''}${segment.startMs}`}
        segment={segment}
        view={view}
      />
    ))}
  </ol>
);
