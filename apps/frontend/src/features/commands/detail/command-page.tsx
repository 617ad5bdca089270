'use client';

import { ButtonLink } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FailedPart } from '../../../components/notice.tsx';
import { PageBar } from '../../../components/shell/page-bar.tsx';
import { Bone } from '../../../components/skeleton.tsx';
import { ApiProblem } from '@signalbox/client';
import { useFineNow, useNow } from '../../../lib/use-now.ts';
import { t } from '../../../messages/index.ts';
import { CommandState } from '../command-state.tsx';
import { hasEnded, statusFacts } from '../status-facts.ts';
import { buildTimeline, toAttempts } from '../timeline.ts';
import { CommandActions } from './command-actions.tsx';
import { CommandFacts } from './command-facts.tsx';
import styles from './command-page.module.css';
import { CommandTabs } from './command-tabs.tsx';
import { CommandTimeline } from './command-timeline.tsx';
import { describeBefore, describeLead } from './describe-command.ts';
import { useCommand } from './use-command.ts';

type Loaded = Required<Pick<ReturnType<typeof useCommand>, 'history'>> & {
  view: NonNullable<ReturnType<typeof useCommand>['command']>;
};

const parent = { href: '/commands', label: t.pages.commands };

const Body = ({ view, history, now }: Loaded & { now: number }) => {
  const attempts = toAttempts(history);
  const before = describeBefore(view, attempts);
  return (
    <>
      <section className={styles.head}>
        <div className={styles.identity}>
          <CommandState status={view.status} isTurning />
          {view.attempt > 0 && (
            <span className="soft">
              {t.command.attemptOf(view.attempt, Math.max(view.attempt, view.maxAttempts))}
            </span>
          )}
          <span className="mono">{view.id}</span>
          {view.priority !== 'normal' && (
            <span className="soft">{t.command.priority(t.priority[view.priority])}</span>
          )}
        </div>
        <p className={styles.lead}>{describeLead(view, now)}</p>
        {before !== '' && <p className={styles.before}>{before}</p>}
        <div className={`${styles.phoneActions} narrowOnly`}>
          <CommandActions view={view} />
        </div>
      </section>
      <p className="unseen" aria-live="polite">
        {statusFacts[view.status].word}
      </p>
      <CommandTimeline segments={buildTimeline(view, history, now)} view={view} />
      <div className={styles.body}>
        <CommandTabs view={view} history={history} attempts={attempts} now={now} />
        <CommandFacts view={view} now={now} />
      </div>
    </>
  );
};

const Ticking = (loaded: Loaded) => <Body {...loaded} now={useFineNow()} />;
const Settled = (loaded: Loaded) => <Body {...loaded} now={useNow()} />;

const Loading = () => (
  <section className={styles.head} aria-busy="true">
    <Bone width={260} />
    <p className={styles.lead}>
      <Bone width={380} />
    </p>
  </section>
);

const Missing = ({ id, error, retry }: { id: string; error: Error; retry: () => void }) =>
  error instanceof ApiProblem && error.problem.status === 404 ? (
    <EmptyState
      title={t.command.missing}
      action={<ButtonLink href="/commands">{t.command.toList}</ButtonLink>}
    >
      {t.command.missingText(id)}
    </EmptyState>
  ) : (
    <FailedPart what={t.command.unreadable} error={error} retry={retry} />
  );

const Unloaded = ({ id, view }: { id: string; view: ReturnType<typeof useCommand>['view'] }) => (
  <>
    <PageBar title={t.command.title} parent={parent} />
    {view.error === null ? (
      <Loading />
    ) : (
      <Missing id={id} error={view.error} retry={() => void view.refetch()} />
    )}
  </>
);

/** One command, followed live until it ends. */
export const CommandPage = ({ id }: { id: string }) => {
  const { command, history, view, live } = useCommand(id);
  if (command === undefined) return <Unloaded id={id} view={view} />;
  const Shown = hasEnded(command.status) ? Settled : Ticking;
  return (
    <>
      <PageBar
        title={command.name}
        documentTitle={`${command.name}, ${statusFacts[command.status].word.toLowerCase()}`}
        parent={parent}
        {...(live !== undefined && { live })}
      >
        <span className="wideOnly">
          <CommandActions view={command} />
        </span>
      </PageBar>
      <Shown view={command} history={history} />
    </>
  );
};
