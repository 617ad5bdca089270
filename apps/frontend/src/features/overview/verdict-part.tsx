'use client';

import type { HealthReport, ServiceReport } from '@signalbox/shared/health/report';
import { ButtonGroup, ButtonLink } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Bone } from '../../components/skeleton.tsx';
import { formatWhen } from '../../lib/format.ts';
import type { StreamState } from '../../lib/live/event-stream.ts';
import { t } from '../../messages/index.ts';
import { isTrouble, sortServices } from '../health/health-facts.ts';
import { toVerdict } from '../health/to-verdict.ts';
import styles from './verdict-part.module.css';

const words = t.overview;

/** The healthy report needs no more words than this: since when, and of how many. */
const describeWell = (report: HealthReport, now: number): string =>
  words.wellSince(formatWhen(Date.parse(report.system.since), now), report.items.length);

const describeTrouble = (services: readonly ServiceReport[]): string =>
  services
    .filter(({ state }) => isTrouble(state))
    .map(({ name, reason }) => `${name}: ${reason.replace(/\.$/, '')}.`)
    .join(' ');

const describe = (report: HealthReport, now: number): string =>
  report.system.state === 'healthy' ? describeWell(report, now) : describeTrouble(sortServices(report));

interface VerdictPartProps {
  report: HealthReport | undefined;
  live: StreamState;
  now: number;
}

const Loading = () => (
  <section className={styles.verdict} data-tone="none" aria-label={words.verdict} aria-busy="true">
    <Icon name="unknown" />
    <div>
      <h2>
        <Bone width={320} />
      </h2>
      <p>
        <Bone width={420} />
      </p>
    </div>
  </section>
);

const Actions = () => (
  <div className={styles.actions}>
    <ButtonGroup>
      <ButtonLink look="ink" href="/services">
        {words.seeServices}
      </ButtonLink>
      <ButtonLink href="/commands?status=queued,running,retrying">{words.seeOpen}</ButtonLink>
    </ButtonGroup>
  </div>
);

/** The answer to "Is everything well?" in one sentence, and under it why. */
export const VerdictPart = ({ report, live, now }: VerdictPartProps) => {
  if (report === undefined) return <Loading />;
  const { icon, tone, word, sentence, isStale, isTrouble: hasTrouble } = toVerdict(report, live, now);
  return (
    <section className={styles.verdict} data-tone={tone} aria-label={words.verdict}>
      <Icon name={icon} />
      <div>
        <h2>
          {word !== undefined && <span className="tone">{word}. </span>}
          {sentence}
        </h2>
        <p>{isStale ? t.health.staleNext : describe(report, now)}</p>
        {hasTrouble && <Actions />}
      </div>
      <p className="unseen" aria-live="polite">
        {word}
      </p>
    </section>
  );
};
