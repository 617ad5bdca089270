import { createHealth, type ServiceHealth } from '@signalbox/runtime/health/create-health';
import { serveHealth } from '@signalbox/runtime/health/serve-health';
import { startHeartbeat } from '@signalbox/runtime/health/start-heartbeat';
import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import { toConfig, type WorkerConfig } from './config.ts';
import { createContext, type WorkerContext } from './context.ts';
import { WorkerEvents } from './events.ts';
import { executeDelivery } from './execution/execute-delivery.ts';
import { putBackUnbegun } from './execution/put-back-unbegun.ts';
import { handledCommands } from './handlers/index.ts';
import { followLimits, type LimitsFollower } from './lanes/follow-limits.ts';
import { QueueLanes } from './lanes/queue-lanes.ts';
import { readBacklogs } from './lanes/read-backlogs.ts';
import { logStart } from './log-start.ts';
import { provisionPatiently } from '@signalbox/runtime/bus/provision-patiently';

const flushLimitMs = 3_000;

interface ServedLanes {
  byQueue: Map<string, QueueLanes>;
  limits: LimitsFollower;
}

const startLanes = async (context: WorkerContext, config: WorkerConfig): Promise<ServedLanes> => {
  const { bus, execution } = context;
  const { queues, slotsPerQueue: slots, ackWaitMs } = config;
  const byQueue = new Map<string, QueueLanes>();
  const follow = () =>
    followLimits({
      bus,
      instance: execution.worker,
      queues,
      slots,
      onLimits: (queue, limits) => byQueue.get(queue)?.limit(limits),
      logger: execution.logger,
    });
  const limits = await provisionPatiently(follow, execution.logger);
  for (const queue of queues) {
    const lanes = new QueueLanes(bus, {
      queue,
      slots,
      ackWaitMs,
      limits: limits.current(queue),
      readBacklogs: () => readBacklogs(bus, queue),
      execute: (message, slot) => executeDelivery(message, execution, slot),
      putBack: (message) => putBackUnbegun(message, execution),
      recover: context.provision,
      logger: execution.logger,
    });
    byQueue.set(queue, lanes);
  }
  return { byQueue, limits };
};

const drain = async (context: WorkerContext, lanes: ServedLanes, drainMs: number): Promise<void> => {
  // Who waits for a place holds no slot, but would hold up the end.
  context.locks.close();
  context.execution.apart.turns.close();
  const drained = Promise.all([...lanes.byQueue.values()].map((queueLanes) => queueLanes.drain()));
  await Promise.race([drained, context.inFlight.drain(drainMs)]);
  await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, flushLimitMs).unref())]);
  lanes.limits.stop();
  await context.eventLog.flush(flushLimitMs);
};

const watchHealth = (health: ServiceHealth, context: WorkerContext, config: WorkerConfig): void => {
  health.addCheck({
    name: 'bus',
    critical: true,
    run: async () =>
      context.bus.connected ? { status: 'pass' } : { status: 'fail', output: 'NATS is not connected' },
  });
  health.reportProgress(() => ({
    inFlight: context.inFlight.size,
    slots: config.slotsPerQueue * config.queues.length,
    done: context.events.done,
    failed: context.events.failed,
    ...(context.events.lastDoneAt !== undefined && { lastDoneAt: context.events.lastDoneAt }),
  }));
};

/** Takes deliveries and executes handlers until it is stopped; the bus may come later, and may go away. */
export const createWorker = async ({
  environment,
  logger,
  instance,
}: ServiceStart): Promise<RunningService> => {
  const config = toConfig(environment);
  const events = new WorkerEvents(logger);
  const health = createHealth({ service: 'worker', instance, logger });
  const server = await serveHealth(health, {
    host: config.health.host,
    port: config.health.port,
    metrics: async () => ({
      contentType: events.registry.contentType,
      body: await events.registry.metrics(),
    }),
  });
  const context = await createContext(config, { logger, instance, events });
  await provisionPatiently(context.provision, logger);
  const stopCancellations = await provisionPatiently(context.followCancellations, logger);
  const lanes = await startLanes(context, config);
  watchHealth(health, context, config);
  const heartbeat = startHeartbeat({
    nc: context.bus.nc,
    health,
    intervalMs: config.health.heartbeatIntervalMs,
    url: server.url,
    commands: [...handledCommands],
    queues: [...config.queues],
  });
  health.markReady();
  logStart(logger, config);
  return {
    stop: async () => {
      health.markDraining();
      await drain(context, lanes, config.drainMs);
      await heartbeat.stop();
      stopCancellations();
      context.inFlight.stop();
      await Promise.all([context.execution.threads.close(), context.execution.apart.hosts.close()]);
      context.locks.stop();
      context.eventLog.close();
      context.publisher.close();
      await context.bus.close();
      health.stop();
      await server.close();
    },
  };
};
