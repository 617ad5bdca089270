import { pullMessages } from '@signalbox/runtime/bus/pull';
import { createHealth, type ServiceHealth } from '@signalbox/runtime/health/create-health';
import { serveHealth } from '@signalbox/runtime/health/serve-health';
import { startHeartbeat } from '@signalbox/runtime/health/start-heartbeat';
import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import { recorderConsumer, streams, subjects } from '@signalbox/shared/naming';
import { toConfig } from './config.ts';
import { createContext, type RecorderContext } from './context.ts';
import { answerOutcomes } from './duties/answer-outcomes.ts';
import { countMinutes } from './duties/count-minutes.ts';
import { answerPrune } from './duties/prune/answer-prune.ts';
import { startReconciler } from './duties/reconcile/start-reconciler.ts';
import { startRescue } from './duties/rescue.ts';
import { RecorderEvents } from './events.ts';
import { Projection } from './projection/projection.ts';

const drainLimitMs = 5_000;
const flushLimitMs = 2_000;

const watchHealth = (health: ServiceHealth, { bus, store }: RecorderContext): void => {
  health.addCheck({
    name: 'bus',
    critical: true,
    run: async () =>
      bus.connected ? { status: 'pass' } : { status: 'fail', output: 'NATS is not connected' },
  });
  health.addCheck({
    name: 'store',
    critical: true,
    run: async () => {
      const startedAt = performance.now();
      await store.ping();
      return { status: 'pass', observedMs: performance.now() - startedAt };
    },
  });
};

const startProjection = (context: RecorderContext, start: ServiceStart, events: RecorderEvents) => {
  const { bus, store, results, provision } = context;
  const minutes = countMinutes(store, start.instance);
  const projection = new Projection({
    store,
    dropResult: (key) => results.remove(key),
    events,
    onEvents: (seen) => minutes.add(seen),
    onRoom: () => pull.wake(),
  });
  const pull = pullMessages(bus, {
    stream: streams.events,
    consumer: recorderConsumer,
    capacity: () => projection.room,
    onMessage: (message) => projection.add(message),
    recover: () => provision(),
    logger: start.logger,
  });
  return {
    projection,
    stop: async () => {
      await pull.stop();
      await projection.drain(drainLimitMs);
      await minutes.stop();
    },
  };
};

/** What is done beside writing: commands that nothing executes any more are brought to an end. */
const startDuties = (
  context: RecorderContext,
  start: ServiceStart,
  { events, intervalMs }: { events: RecorderEvents; intervalMs: number },
) => {
  const { logger, instance } = start;
  const { results, provision, eventLog, publisher } = context;
  const shared = { ...context, events, logger, instance };
  answerPrune(shared);
  const rescue = startRescue({ ...shared, recover: () => provision() });
  const reconciler = startReconciler({ ...shared, intervalMs, dropResult: (key) => results.remove(key) });
  return {
    stop: async () => {
      await Promise.all([rescue.stop(), reconciler.stop()]);
      await eventLog.flush(flushLimitMs);
      eventLog.close();
      publisher.close();
    },
  };
};

/** Writes down what happened until it is stopped; bus and database may go away and come back. */
export const createRecorder = async (start: ServiceStart): Promise<RunningService> => {
  const { environment, logger, instance } = start;
  const config = toConfig(environment);
  const events = new RecorderEvents(logger);
  const health = createHealth({ service: 'recorder', instance, logger });
  const server = await serveHealth(health, {
    host: config.health.host,
    port: config.health.port,
    metrics: async () => ({
      contentType: events.registry.contentType,
      body: await events.registry.metrics(),
    }),
  });
  const context = await createContext(config, { logger, instance });
  const { projection, stop } = startProjection(context, start, events);
  context.bus.nc.subscribe(subjects.recorderHurry, { callback: () => projection.hurry() });
  const duties = startDuties(context, start, { events, intervalMs: config.reconcileIntervalMs });
  answerOutcomes(context.bus, { store: context.store, logger });
  watchHealth(health, context);
  health.reportProgress(() => ({
    inFlight: projection.heldMessages,
    done: events.done,
    failed: events.failed,
    lag: events.lag,
    ...(events.lastDoneAt !== undefined && { lastDoneAt: events.lastDoneAt }),
  }));
  const heartbeat = startHeartbeat({
    nc: context.bus.nc,
    health,
    intervalMs: config.health.heartbeatIntervalMs,
    url: server.url,
  });
  health.markReady();
  return {
    stop: async () => {
      health.markDraining();
      await duties.stop();
      await stop();
      await heartbeat.stop();
      await context.bus.close();
      await context.store.close();
      health.stop();
      await server.close();
    },
  };
};
