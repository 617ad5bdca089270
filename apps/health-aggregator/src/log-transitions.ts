import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { HealthState } from '@signalbox/shared/health/report';
import type { HealthTransition } from '@signalbox/shared/health/transition';

const bad: ReadonlySet<HealthState> = new Set(['degraded', 'unhealthy', 'unresponsive', 'offline']);

/** One line for each change of a service; changes of instances are details. */
export const logTransitions = (logger: Logger, transitions: readonly HealthTransition[]): void => {
  for (const { service, instance, from, to, reason } of transitions) {
    const facts = { of: service, ...(instance !== undefined && { ofInstance: instance }), from, to, reason };
    if (instance !== undefined) logger.debug(facts, 'instance changed');
    else if (bad.has(to)) logger.warn(facts, 'health changed');
    else logger.info(facts, 'health changed');
  }
};
