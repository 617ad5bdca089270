'use client';

import type { ServiceReport } from '@signalbox/shared/health/report';
import { StateMark } from '../../components/state-mark.tsx';
import { formatMoment, formatUptime, formatWhen } from '../../lib/format.ts';
import { t } from '../../messages/index.ts';
import { CheckTable } from './check-table.tsx';
import { collectChecks } from './collect-checks.ts';
import { healthFacts } from './health-facts.ts';
import { InstanceTable } from './instance-table.tsx';
import { MinuteStrip } from './minute-strip.tsx';
import styles from './service-section.module.css';

const Uptimes = ({ uptime }: Pick<ServiceReport, 'uptime'>) => (
  <div className={styles.uptimes}>
    {Object.entries(uptime).map(([window, share]) => (
      <span key={window}>
        {t.health.window(window)} <b>{formatUptime(share)}</b>
      </span>
    ))}
  </div>
);

interface ServiceSectionProps {
  service: ServiceReport;
  now: number;
}

/** One service whole: its state and why, its hour, its instances, its checks. */
export const ServiceSection = ({ service, now }: ServiceSectionProps) => {
  const checks = collectChecks(service);
  const sinceMs = Date.parse(service.since);
  return (
    <section className={styles.section} aria-label={service.name}>
      <div className={styles.head}>
        <div className={styles.state}>
          <StateMark {...healthFacts[service.state]} />
        </div>
        <div className={styles.words}>
          <h2>
            {service.name} {!service.critical && <span>{t.health.optional}</span>}
          </h2>
          <p className={styles.reason}>{service.reason}</p>
          <p className={styles.since} title={formatMoment(sinceMs)}>
            {t.health.since(healthFacts[service.state].word, formatWhen(sinceMs, now))}
          </p>
        </div>
        <div className={styles.figures}>
          <MinuteStrip minutes={service.minutes} />
          <Uptimes uptime={service.uptime} />
        </div>
      </div>
      <div className={styles.body}>
        {service.instances.length > 0 && <InstanceTable instances={service.instances} now={now} />}
        {checks.length > 0 && <CheckTable checks={checks} label={t.health.checksOf(service.name)} />}
      </div>
    </section>
  );
};
