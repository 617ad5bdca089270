import { hostname } from 'node:os';
import { createHealth, type ServiceHealth } from '@signalbox/runtime/health/create-health';
import { startHeartbeat } from '@signalbox/runtime/health/start-heartbeat';
import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import type { ApiContext } from './api-context.ts';
import { toConfig } from './config.ts';
import { createContext } from './context.ts';
import { startDuties } from './duties.ts';
import { addChecks } from './health/add-checks.ts';
import type { ApiServer } from './server-types.ts';
import { createServer } from './server.ts';

export interface RunningApi extends RunningService {
  url: string;
}

const finishLimitMs = 5_000;
const idleSweepMs = 50;

/** Long waits and streams end at once, so that only real work has to be waited for. */
const closeServer = async (server: ApiServer, { feed, streams }: ApiContext): Promise<void> => {
  feed.releaseAll();
  streams.closeAll('this API process stops; another answers when you come back');
  const timer = setTimeout(() => server.server.closeAllConnections(), finishLimitMs);
  // A client that keeps its connection after the last answer would otherwise keep the process.
  const sweep = setInterval(() => server.server.closeIdleConnections(), idleSweepMs);
  await server.close();
  clearInterval(sweep);
  clearTimeout(timer);
};

/** A wildcard address says where to listen, not where to be found. */
const toReachableUrl = (url: string, host: string): string => {
  if (host !== '0.0.0.0' && host !== '::') return url;
  return `http://${hostname()}:${new URL(url).port}`;
};

const markReady = (health: ServiceHealth, ctx: ApiContext): void => {
  ctx.events.measureProcess();
  health.markReady();
};

/** Accepts commands, answers questions and streams events until it is stopped. */
export const createApi = async ({ environment, logger, instance }: ServiceStart): Promise<RunningApi> => {
  const config = toConfig(environment);
  const health = createHealth({ service: 'api', instance, logger });
  const context = await createContext({ config, logger, instance, health });
  const { ctx, bus, store } = context;
  const server = await createServer(ctx);
  const url = await server.listen({ host: config.host, port: config.port });
  addChecks(health, { bus, store });
  const duties = startDuties(ctx, bus);
  const heartbeat = startHeartbeat({
    nc: bus.nc,
    health,
    intervalMs: config.heartbeatIntervalMs,
    url: toReachableUrl(url, config.host),
  });
  markReady(health, ctx);
  return {
    url,
    async stop() {
      health.markDraining();
      await Promise.all([closeServer(server, ctx), duties.stop()]);
      await heartbeat.stop();
      await context.close();
      health.stop();
    },
  };
};
