import type { HealthReport, HealthState, ServiceReport } from '@signalbox/shared/health/report';
import { version } from '@signalbox/shared/version';

type HealthJsonStatus = 'pass' | 'warn' | 'fail';

const statuses: Readonly<Record<HealthState, HealthJsonStatus>> = {
  healthy: 'pass',
  starting: 'warn',
  draining: 'warn',
  stopped: 'warn',
  unknown: 'warn',
  degraded: 'warn',
  unhealthy: 'fail',
  unresponsive: 'fail',
  offline: 'fail',
};

const toServiceChecks = ({ name, state, since, reason, instances }: ServiceReport, at: string) => {
  const entry = (of: { state: HealthState; since: string; reason: string }) => ({
    componentType: 'component',
    status: statuses[of.state],
    observedValue: of.state,
    time: at,
    output: of.reason,
    'x-since': of.since,
  });
  return [
    [`${name}:state`, [entry({ state, since, reason })]],
    ...(instances.length === 0
      ? []
      : [
          [
            `${name}:instances`,
            instances.map((instance) => ({ componentId: instance.instance, ...entry(instance) })),
          ],
        ]),
  ];
};

/** The whole picture as `application/health+json`: 503 only when the system as a whole fails. */
export const toHealthDocument = ({ at, system, items }: HealthReport) => {
  const status = statuses[system.state];
  return {
    statusCode: status === 'fail' ? 503 : 200,
    contentType: 'application/health+json',
    body: JSON.stringify({
      status,
      version: version.split('.')[0],
      releaseId: version,
      serviceId: 'signalbox',
      notes: [system.sentence],
      checks: Object.fromEntries(items.flatMap((item) => toServiceChecks(item, at))),
      links: { self: '/health', report: '/report' },
    }),
  };
};
