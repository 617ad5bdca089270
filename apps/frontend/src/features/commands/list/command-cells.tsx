'use client';

import Link from 'next/link';
import { memo } from 'react';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { formatAge, formatDuration, formatElapsed, formatMoment, shortId } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import { CommandState } from '../command-state.tsx';
import { hasEnded } from '../status-facts.ts';
import { summarize } from '../summarize.ts';
import styles from './command-table.module.css';

const words = t.commands;

const describeNext = ({ error, nextAttemptAt }: CommandView, now: number): string => {
  const leftMs = nextAttemptAt === undefined ? 0 : Date.parse(nextAttemptAt) - now;
  const when = leftMs > 0 ? words.nextIn(formatElapsed(leftMs)) : words.nextDue;
  return error === undefined ? when : `${error.code}, ${when}`;
};

const describe = (command: CommandView, now: number): string => {
  const { status, progress, input, result } = command;
  if (status === 'retrying' || status === 'scheduled') return describeNext(command, now);
  return status === 'completed' ? summarize(result, input) : (progress?.message ?? '');
};

const Message = ({ command, now }: { command: CommandView; now: number }) => {
  const { status, error } = command;
  if (status !== 'failed' || error === undefined)
    return <span className="mute">{describe(command, now)}</span>;
  return (
    <span className="tone" data-tone="bad">
      <span className="mono">{error.code}</span> {error.message}
    </span>
  );
};

const Took = ({ command, now }: { command: CommandView; now: number }) => {
  const { status, progress, submittedAt, finishedAt } = command;
  if (status === 'running' && progress !== undefined) {
    return (
      <span className={styles.progress}>
        <i>
          <b style={{ width: `${progress.percent}%` }} />
        </i>
        {Math.round(progress.percent)} %
      </span>
    );
  }
  const tookMs = (finishedAt === undefined ? now : Date.parse(finishedAt)) - Date.parse(submittedAt);
  return <>{hasEnded(status) ? formatDuration(tookMs) : formatElapsed(tookMs)}</>;
};

/** The cells of one row; drawn again only if the command or the time it shows has changed. */
export const CommandCells = memo(({ command, now }: { command: CommandView; now: number }) => {
  const { id, name, status, attempt, maxAttempts, worker, submittedAt, input } = command;
  const summary = summarize(input);
  return (
    <>
      <td>
        <CommandState status={status} />
      </td>
      <td className="strong">
        <Link href={`/commands/${id}`} prefetch={false}>
          {name}
        </Link>
      </td>
      <td className="soft cut">
        {summary}
        {summary !== '' && <span className="mute"> · </span>}
        <Message command={command} now={now} />
      </td>
      <td className={attempt > 1 ? 'soft' : 'mute'}>
        {attempt > 0 && t.commands.attemptOf(attempt, Math.max(attempt, maxAttempts))}
      </td>
      <td data-num="" className="soft">
        <Took command={command} now={now} />
      </td>
      <td className="soft" title={worker}>
        {worker}
      </td>
      <td data-num="" className="mute" title={formatMoment(Date.parse(submittedAt))}>
        {formatAge(Math.max(0, now - Date.parse(submittedAt)))}
      </td>
      <td data-num="" className="mono mute" title={id}>
        {shortId(id)}
      </td>
    </>
  );
});
CommandCells.displayName = 'CommandCells';
