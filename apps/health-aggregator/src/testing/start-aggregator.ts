import { randomBytes } from 'node:crypto';
import { findFreePort } from '@signalbox/embedded/testing/free-port';
import { readEnvironment } from '@signalbox/runtime/config/environment';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import { healthReportSchema, type HealthReport } from '@signalbox/shared/health/report';

export interface StartedAggregator extends AsyncDisposable {
  url: string;
  readReport(): Promise<HealthReport>;
  /** States by service, `system` included. */
  readStates(): Promise<Record<string, string>>;
}

/** Runs an aggregator in this process, on a free port, with the given variables. */
export const startAggregator = async (
  create: (start: ServiceStart) => Promise<RunningService>,
  variables: Record<string, string>,
): Promise<StartedAggregator> => {
  const port = await findFreePort();
  const environment = readEnvironment({ HEALTH_AGGREGATOR_PORT: String(port), ...variables });
  const instance = `health-aggregator-${randomBytes(3).toString('hex')}`;
  const level = process.env['TEST_LOG_LEVEL'] ?? 'silent';
  const logger = createLogger({ service: 'health-aggregator', instance, level, format: 'json' });
  const service = await create({ environment, logger, instance });
  const url = `http://127.0.0.1:${port}`;
  const readReport = async (): Promise<HealthReport> => {
    const response = await fetch(`${url}/report`);
    return healthReportSchema.parse(await response.json());
  };
  return {
    url,
    readReport,
    async readStates() {
      const { system, items } = await readReport();
      return Object.fromEntries([['system', system.state], ...items.map(({ name, state }) => [name, state])]);
    },
    [Symbol.asyncDispose]: () => service.stop(),
  };
};
