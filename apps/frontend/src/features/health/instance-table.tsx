'use client';

import type { InstanceReport } from '@signalbox/shared/health/report';
import { StateMark } from '../../components/state-mark.tsx';
import tableStyles from '../../components/table.module.css';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatLimit,
  formatMoment,
} from '../../lib/format.ts';
import { t } from '../../messages/index.ts';
import { describeWork } from './describe-now.ts';
import { healthFacts, sortInstances } from './health-facts.ts';

const Row = ({ instance, now }: { instance: InstanceReport; now: number }) => {
  const { state, host, pid, load, progress } = instance;
  return (
    <tr title={instance.reason}>
      <td data-place="state">
        <StateMark {...healthFacts[state]} />
      </td>
      <td data-place="title" className="strong">
        {instance.instance}
      </td>
      <td data-place="text" className="soft">
        {t.health.place(host, pid)}
        <span className="narrowOnly">
          {t.health.loadLine(load.cpuPercent.toFixed(1), formatBytes(load.rssBytes))}
        </span>
      </td>
      <td data-num="" className="soft" title={formatMoment(Date.parse(instance.startedAt))}>
        {formatLimit(Math.max(0, Math.floor((now - Date.parse(instance.startedAt)) / 1_000) * 1_000))}
      </td>
      <td data-num="" className="soft" title={formatMoment(Date.parse(instance.lastHeartbeatAt))}>
        {formatAge(Math.max(0, now - Date.parse(instance.lastHeartbeatAt)))}
      </td>
      <td data-num="" className="soft">
        {load.cpuPercent.toFixed(1)} %
      </td>
      <td data-num="" className="soft">
        {formatBytes(load.rssBytes)}
      </td>
      <td data-num="" className="soft">
        {formatDuration(load.eventLoopP99Ms)}
      </td>
      <td className="soft" title={progress === undefined ? '' : t.health.done(formatCount(progress.done))}>
        {progress && describeWork(progress)}
      </td>
    </tr>
  );
};

const columns: readonly [label: string, width: number | undefined, isNumber: boolean][] = [
  [t.health.state, 122, false],
  [t.health.instance, undefined, false],
  [t.health.host, 150, false],
  [t.health.running, 88, true],
  [t.health.heard, 62, true],
  [t.health.cpu, 66, true],
  [t.health.memory, 72, true],
  [t.health.loop, 88, true],
  [t.health.work, 132, false],
];

export const InstanceTable = ({ instances, now }: { instances: readonly InstanceReport[]; now: number }) => (
  <table className={`${tableStyles.table} ${tableStyles.stack}`}>
    <caption className="unseen">{t.health.instances}</caption>
    <colgroup>
      {columns.map(([label, width]) => (
        <col key={label} style={{ width }} />
      ))}
    </colgroup>
    <thead>
      <tr>
        {columns.map(([label, , isNumber]) => (
          <th key={label} scope="col" data-num={isNumber ? '' : undefined}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {sortInstances(instances).map((instance) => (
        <Row key={instance.instance} instance={instance} now={now} />
      ))}
    </tbody>
  </table>
);
