import type { Check } from '@signalbox/shared/health/heartbeat';
import type { IconName } from '../../components/icon.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import tableStyles from '../../components/table.module.css';
import type { NamedCheck } from './collect-checks.ts';
import type { Tone } from '../../components/tone.ts';
import { formatDuration } from '../../lib/format.ts';
import { t } from '../../messages/index.ts';

const facts: Record<Check['status'], { icon: IconName; tone: Tone; word: string; isCalm: boolean }> = {
  pass: { icon: 'healthy', tone: 'ok', word: t.health.pass, isCalm: true },
  warn: { icon: 'degraded', tone: 'warn', word: t.health.warn, isCalm: false },
  fail: { icon: 'failed', tone: 'bad', word: t.health.fail, isCalm: false },
  unknown: { icon: 'unknown', tone: 'none', word: t.health.unknown, isCalm: true },
};

/** What a service was asked, what it answered, and how long that took. */
export const CheckTable = ({ checks, label }: { checks: readonly NamedCheck[]; label: string }) => (
  <table className={`${tableStyles.table} ${tableStyles.stack}`}>
    <caption className="unseen">{label}</caption>
    <colgroup>
      <col style={{ width: 122 }} />
      <col style={{ width: 200 }} />
      <col />
      <col style={{ width: 88 }} />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">{t.health.checkState}</th>
        <th scope="col">{t.health.check}</th>
        <th scope="col">{t.health.found}</th>
        <th scope="col" data-num="">
          {t.health.took}
        </th>
      </tr>
    </thead>
    <tbody>
      {checks.map((check) => (
        <tr key={`${check.instance ?? ''} ${check.name}`}>
          <td data-place="state">
            <StateMark {...facts[check.status]} />
          </td>
          <td data-place="title" className="strong">
            {check.name} {check.instance !== undefined && <span className="mute">{check.instance}</span>}
          </td>
          <td data-place="text" className="soft" title={check.output}>
            {check.output}
          </td>
          <td data-num="" className="soft">
            {check.observedMs !== undefined && formatDuration(check.observedMs)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
