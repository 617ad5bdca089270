'use client';

import type { HealthReport, InstanceReport, ServiceReport } from '@signalbox/shared/health/report';
import { StateMark } from '../../components/state-mark.tsx';
import { BoneRows } from '../../components/skeleton.tsx';
import tableStyles from '../../components/table.module.css';
import { formatMoment, formatUptime } from '../../lib/format.ts';
import { t } from '../../messages/index.ts';
import { describeNow } from './describe-now.ts';
import { healthFacts, longestWindow, sortInstances, sortServices } from './health-facts.ts';
import { MinuteStrip } from './minute-strip.tsx';
import styles from './service-table.module.css';

const Uptime = ({ share }: { share: number | undefined }) => {
  if (share === undefined) return <span className="mute">{t.none}</span>;
  return <span className={share === 1 ? 'mute' : ''}>{formatUptime(share)}</span>;
};

const isFlat = ({ minutes }: ServiceReport): boolean =>
  minutes.every((state) => healthFacts[state].bar === 'low');

const ServiceRow = ({ service, window }: { service: ServiceReport; window: string | undefined }) => {
  const facts = healthFacts[service.state];
  return (
    <tr className={isFlat(service) ? styles.flat : ''}>
      <td title={formatMoment(Date.parse(service.since))}>
        <StateMark {...facts} />
      </td>
      <td className="strong">
        {service.name} {!service.critical && <span className={styles.optional}>{t.health.optional}</span>}
      </td>
      <td className={facts.isCalm ? 'mute' : `soft ${styles.why}`} title={service.reason}>
        {describeNow(service)}
      </td>
      <td>
        <div className={styles.strip}>
          <MinuteStrip minutes={service.minutes} />
        </div>
      </td>
      <td data-num="">{window !== undefined && <Uptime share={service.uptime[window]} />}</td>
    </tr>
  );
};

const InstanceRow = ({ instance, isLast }: { instance: InstanceReport; isLast: boolean }) => {
  const facts = healthFacts[instance.state];
  return (
    <tr className={`${styles.child} ${styles.flat} ${isLast ? styles.last : ''}`}>
      <td title={formatMoment(Date.parse(instance.since))}>
        <StateMark {...facts} />
      </td>
      <td className="strong" title={instance.instance}>
        {instance.instance}
      </td>
      <td className={facts.isCalm ? 'mute' : `soft ${styles.why}`} title={instance.reason}>
        {instance.reason}
      </td>
      <td colSpan={2}>
        <span className="unseen">{t.health.noStrip}</span>
      </td>
    </tr>
  );
};

/** One instance alone says nothing that its service does not say. */
const shownInstances = ({ instances }: ServiceReport): InstanceReport[] =>
  instances.length > 1 ? sortInstances(instances) : [];

const ServiceRows = ({ service, window }: { service: ServiceReport; window: string | undefined }) => {
  const instances = shownInstances(service);
  return (
    <>
      <ServiceRow service={service} window={window} />
      {instances.map((instance) => (
        <InstanceRow key={instance.instance} instance={instance} isLast={instance === instances.at(-1)} />
      ))}
    </>
  );
};

const loadingRows = 8;

/** Every service in one line, worst first; instances below where there are several. */
export const ServiceTable = ({ report }: { report: HealthReport | undefined }) => {
  const services = report === undefined ? [] : sortServices(report);
  const window = longestWindow(services);
  return (
    <table className={`${tableStyles.table} ${styles.table}`}>
      <caption className="unseen">{t.health.services}</caption>
      <colgroup>
        <col style={{ width: 122 }} />
        <col style={{ width: 178 }} />
        <col />
        <col style={{ width: 160 }} />
        <col style={{ width: 72 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t.health.state}</th>
          <th scope="col">{t.health.service}</th>
          <th scope="col">{t.health.now}</th>
          <th scope="col">{t.health.lastHour}</th>
          <th scope="col" data-num="">
            {window === undefined ? '' : t.health.window(window)}
          </th>
        </tr>
      </thead>
      <tbody>
        {report === undefined && <BoneRows rows={loadingRows} columns={5} />}
        {services.map((service) => (
          <ServiceRows key={service.name} service={service} window={window} />
        ))}
      </tbody>
    </table>
  );
};
