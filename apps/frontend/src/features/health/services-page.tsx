'use client';

import { Icon } from '../../components/icon.tsx';
import { FailedPart } from '../../components/notice.tsx';
import { PageBar } from '../../components/shell/page-bar.tsx';
import { Bone } from '../../components/skeleton.tsx';
import { useNow } from '../../lib/use-now.ts';
import { t } from '../../messages/index.ts';
import { sortServices } from './health-facts.ts';
import { useHealthReport } from './queries.ts';
import { ServiceSection } from './service-section.tsx';
import styles from './services-page.module.css';
import { toVerdict, type Verdict } from './to-verdict.ts';

const LoadingLede = () => (
  <div className={styles.lede} data-tone="none" aria-busy="true">
    <Icon name="unknown" />
    <p>
      <Bone width={360} />
    </p>
  </div>
);

const Lede = ({ verdict: { icon, tone, word, sentence, isStale } }: { verdict: Verdict }) => (
  <div className={styles.lede} data-tone={tone}>
    <Icon name={icon} />
    <p>
      {word !== undefined && <span className={styles.word}>{word}. </span>}
      {sentence} {isStale && t.health.staleNext}
    </p>
  </div>
);

/** Every service with its instances and checks, worst first. */
export const ServicesPage = () => {
  const { query, live } = useHealthReport();
  const now = useNow();
  const { data: report, error, refetch } = query;
  return (
    <>
      <PageBar title={t.pages.services} live={live} />
      {error !== null && report === undefined && (
        <FailedPart what={t.health.unreadable} error={error} retry={() => void refetch()} />
      )}
      {query.isPending && <LoadingLede />}
      {report !== undefined && <Lede verdict={toVerdict(report, live, now)} />}
      {report !== undefined &&
        sortServices(report).map((service) => (
          <ServiceSection key={service.name} service={service} now={now} />
        ))}
    </>
  );
};
