import { createHealth } from '@signalbox/runtime/health/create-health';
import { serveHealth } from '@signalbox/runtime/health/serve-health';
import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import { Aggregator } from './aggregator.ts';
import { toConfig, type AggregatorConfig } from './config.ts';
import type { LinkedStore } from './links/link-store.ts';
import { AggregatorMetrics } from './metrics.ts';
import { Picture } from './picture.ts';
import { toHealthDocument } from './publish/health-document.ts';
import { readNow } from './read-now.ts';

/** The console may take this long to answer for the first time. */
const startPeriodsMs = { frontend: 60_000 };

const createPicture = ({ heartbeatIntervalMs }: AggregatorConfig): Picture =>
  new Picture({ now: readNow(), intervalMs: heartbeatIntervalMs, startPeriodsMs });

/** Shows how every service is until it is stopped; NATS and the database may come later, and may go away. */
export const runAggregator = async (
  { environment, logger, instance }: ServiceStart,
  connectStore: (config: AggregatorConfig) => Promise<LinkedStore>,
): Promise<RunningService> => {
  const config = toConfig(environment);
  const health = createHealth({ service: 'health-aggregator', instance, logger });
  const metrics = new AggregatorMetrics();
  const picture = createPicture(config);
  const readReport = () => picture.toReport(readNow());
  const server = await serveHealth(health, {
    ...config.server,
    routes: {
      '/health': () => toHealthDocument(readReport()),
      '/report': () => ({ contentType: 'application/json', body: JSON.stringify(readReport()) }),
      '/metrics': () => metrics.expose(readReport()),
    },
  });
  const aggregator = new Aggregator({
    config,
    health,
    metrics,
    picture,
    logger,
    url: server.url,
    connectStore: () => connectStore(config),
  });
  return {
    stop: async () => {
      health.markDraining();
      await aggregator.stop();
      health.stop();
      await server.close();
    },
  };
};
