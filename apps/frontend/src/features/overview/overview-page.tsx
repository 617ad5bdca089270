'use client';

import Link from 'next/link';
import type { HealthReport } from '@signalbox/shared/health/report';
import type { QueueView } from '@signalbox/shared/http/stats';
import { FailedPart } from '../../components/notice.tsx';
import { SectionHead } from '../../components/section-head.tsx';
import { PageBar } from '../../components/shell/page-bar.tsx';
import { useNow } from '../../lib/use-now.ts';
import { t } from '../../messages/index.ts';
import { useHealthReport } from '../health/queries.ts';
import { ServiceTable } from '../health/service-table.tsx';
import { FailureList } from './failure-list.tsx';
import { Figures } from './figures.tsx';
import { FirstCommand } from '../commands/first-command.tsx';
import styles from './overview-page.module.css';
import { useFreshFigures, useHasCommands, useQueues } from './queries.ts';
import { QueueTable } from './queue-table.tsx';
import { VerdictPart } from './verdict-part.tsx';

const words = t.overview;

const Services = ({ report }: { report: HealthReport | undefined }) => (
  <section aria-label={t.health.services}>
    <SectionHead
      title={t.health.services}
      note={words.worstFirst}
      end={
        <Link className="link" href="/services">
          {words.allServices}
        </Link>
      }
    />
    <ServiceTable report={report} />
  </section>
);

/** What the system does: its figures, or the way to the first command. */
const Work = ({
  queues,
  report,
  now,
}: {
  queues: readonly QueueView[];
  report: HealthReport | undefined;
  now: number;
}) => {
  const hasCommands = useHasCommands();
  if (hasCommands.data === false) {
    return (
      <div className={styles.first}>
        <FirstCommand />
      </div>
    );
  }
  const isWell = report === undefined || report.system.state === 'healthy';
  return <Figures queues={queues} now={now} eventMs={isWell ? undefined : Date.parse(report.system.since)} />;
};

/** The browser's tab says what is wrong, so that it is seen from another. */
const toTitle = (report: HealthReport | undefined): string | undefined =>
  report === undefined || report.system.state === 'healthy'
    ? undefined
    : report.system.sentence.replace(/\.$/, '');

const Parts = ({ report, now }: { report: HealthReport | undefined; now: number }) => {
  useFreshFigures();
  const queues = useQueues();
  return (
    <>
      <Work queues={queues.data?.items ?? []} report={report} now={now} />
      <div className={styles.columns}>
        <Services report={report} />
        <div>
          {queues.error === null ? (
            <QueueTable queues={queues.data?.items} />
          ) : (
            <FailedPart what={t.queues.unreadable} error={queues.error} retry={() => void queues.refetch()} />
          )}
          <FailureList now={now} />
        </div>
      </div>
    </>
  );
};

/** Is everything well? If not, what broke first, what is running, what failed. */
export const OverviewPage = () => {
  const { query, live } = useHealthReport();
  const now = useNow();
  const { data: report, error, refetch } = query;
  return (
    <>
      <PageBar title={t.pages.overview} documentTitle={toTitle(report)} live={live} />
      {error !== null && report === undefined ? (
        <FailedPart what={t.health.unreadable} error={error} retry={() => void refetch()} />
      ) : (
        <>
          <VerdictPart report={report} live={live} now={now} />
          <Parts report={report} now={now} />
        </>
      )}
    </>
  );
};
