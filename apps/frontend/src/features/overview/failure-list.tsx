'use client';

import { ButtonLink } from '../../components/button.tsx';
import { FailedPart } from '../../components/notice.tsx';
import { SectionHead } from '../../components/section-head.tsx';
import { toQuery } from '../../lib/api-client.ts';
import { formatMoment, formatWhen } from '../../lib/format.ts';
import { t } from '../../messages/index.ts';
import styles from './failure-list.module.css';
import { groupFailures, type FailureGroup } from './group-failures.ts';
import { useFailures } from './queries.ts';

const words = t.failures;
const mostShown = 6;

const toHref = ({ count, lastId, name }: FailureGroup): string =>
  count === 1 ? `/commands/${lastId}` : `/commands${toQuery({ status: 'failed', name })}`;

const Item = ({ group, now }: { group: FailureGroup; now: number }) => {
  const { code, name, message, count, lastMs } = group;
  return (
    <li>
      <span className={styles.count}>{count}</span>
      <div className="cut">
        <span className="mono strong">{code}</span>
        <div className={`${styles.message} cut`} title={message}>
          {name}: {message}
        </div>
      </div>
      <time className={styles.time} dateTime={new Date(lastMs).toISOString()} title={formatMoment(lastMs)}>
        {formatWhen(lastMs, now)}
      </time>
      <ButtonLink isSmall href={toHref(group)} aria-label={words.reviewLabel(count, name, code)}>
        {words.review}
      </ButtonLink>
    </li>
  );
};

type Failures = NonNullable<ReturnType<typeof useFailures>['data']>;

const describe = ({ items, isCut }: Failures, kinds: number): string | undefined =>
  kinds === 0 ? undefined : words.note(`${items.length}${isCut ? '+' : ''}`, kinds);

const Groups = ({ groups, now }: { groups: readonly FailureGroup[]; now: number }) =>
  groups.length === 0 ? (
    <p className={styles.none}>{words.noneInHour}</p>
  ) : (
    <ul className={styles.list}>
      {groups.slice(0, mostShown).map((group) => (
        <Item key={`${group.name} ${group.code}`} group={group} now={now} />
      ))}
    </ul>
  );

/** The failures of the last hour by kind, the latest first. */
export const FailureList = ({ now }: { now: number }) => {
  const { data, error, refetch } = useFailures();
  const groups = groupFailures(data?.items ?? []);
  return (
    <section aria-label={words.title}>
      <SectionHead title={words.title} note={data && describe(data, groups.length)} />
      {error !== null && <FailedPart what={words.unreadable} error={error} retry={() => void refetch()} />}
      {data !== undefined && <Groups groups={groups} now={now} />}
    </section>
  );
};
