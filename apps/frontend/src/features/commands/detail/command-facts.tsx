'use client';

import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { formatAge, formatLimit, formatMoment, formatSeconds, shortId } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import styles from './command-facts.module.css';

const words = t.facts;

interface Fact {
  name: string;
  value: ReactNode;
  title?: string;
}

const Time = ({ time, now }: { time: string; now: number }) => {
  const atMs = Date.parse(time);
  return <>{words.ago(formatAge(Math.max(0, now - atMs)), formatSeconds(atMs))}</>;
};

const timeFact = (name: string, time: string | undefined, now: number): Fact[] =>
  time === undefined
    ? []
    : [{ name, value: <Time time={time} now={now} />, title: formatMoment(Date.parse(time)) }];

const linkFact = (name: string, id: string | undefined): Fact[] =>
  id === undefined
    ? []
    : [
        {
          name,
          value: (
            <Link className="link mono" href={`/commands/${id}`}>
              {shortId(id)}
            </Link>
          ),
          title: id,
        },
      ];

const textFact = (name: string, text: string | undefined): Fact[] =>
  text === undefined || text === '' ? [] : [{ name, value: text, title: text }];

const toFacts = (view: CommandView, now: number): Fact[] => [
  {
    name: words.queue,
    value: (
      <Link className="link" href={`/commands?queue=${encodeURIComponent(view.queue)}`}>
        {view.queue}
      </Link>
    ),
  },
  ...textFact(words.priority, t.priority[view.priority]),
  ...textFact(words.worker, view.worker),
  ...timeFact(words.submitted, view.submittedAt, now),
  ...timeFact(words.started, view.startedAt, now),
  ...timeFact(words.finished, view.finishedAt, now),
  ...textFact(words.attempts, words.attemptsOf(view.attempt, view.maxAttempts)),
  ...textFact(
    words.timeout,
    view.timeoutMs === undefined ? undefined : words.each(formatLimit(view.timeoutMs)),
  ),
  ...textFact(words.tags, view.tags.join(', ')),
  ...linkFact(words.replayOf, view.replayOf),
  ...linkFact(words.parent, view.parentId),
  { name: words.trace, value: <span className="mono">{view.traceId}</span>, title: view.traceId },
];

/** What is fixed or settled about a command. */
export const CommandFacts = ({ view, now }: { view: CommandView; now: number }) => (
  <aside className={styles.facts} aria-label={words.title}>
    <h2>{words.title}</h2>
    <dl>
      {toFacts(view, now).map(({ name, value, title }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd title={title}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  </aside>
);
