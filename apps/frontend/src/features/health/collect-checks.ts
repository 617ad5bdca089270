import type { Check } from '@signalbox/shared/health/heartbeat';
import type { ServiceReport } from '@signalbox/shared/health/report';

export interface NamedCheck extends Check {
  /** The instance that made it, where there are several. */
  instance?: string;
}

/** What was checked of a service from outside, then what its instances checked themselves. */
export const collectChecks = ({
  checks,
  instances,
}: Pick<ServiceReport, 'checks' | 'instances'>): NamedCheck[] => {
  const ofInstances = instances.flatMap(({ instance, checks: own }) =>
    own.map((check): NamedCheck => (instances.length > 1 ? Object.assign({ instance }, check) : check)),
  );
  return [...checks, ...ofInstances];
};
