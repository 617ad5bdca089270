import { openActionStates } from '@signalbox/runtime/bus/action-states';
import { connectBus, type Bus } from '@signalbox/runtime/bus/connect';
import { createEventLog, type EventLog } from '@signalbox/runtime/bus/event-log';
import { followEvents } from '@signalbox/runtime/bus/follow-events';
import { openIdempotencyKeys } from '@signalbox/runtime/bus/idempotency-keys';
import { provisionBus } from '@signalbox/runtime/bus/provision';
import { createPublisher } from '@signalbox/runtime/bus/publisher';
import { readLanes } from '@signalbox/runtime/bus/read-lanes';
import { createResultStore } from '@signalbox/runtime/bus/result-store';
import { openScheduleTicks } from '@signalbox/runtime/bus/schedule-ticks';
import { openUniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import { watchReports } from '@signalbox/runtime/bus/watch-reports';
import type { ServiceHealth } from '@signalbox/runtime/health/create-health';
import { newCommandId } from '@signalbox/runtime/ids';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import { readStats } from '@signalbox/runtime/store/read-stats';
import { createCancellations } from './adapters/cancellations.ts';
import { subjects } from '@signalbox/shared/naming';
import { createCommandBus, whileConnected } from './adapters/command-bus.ts';
import { createCommandView } from './adapters/command-view.ts';
import { createScheduleStore } from './adapters/schedule-store.ts';
import { createEventArchive } from './adapters/event-archive.ts';
import { createWaitingFacts } from './adapters/waiting-facts.ts';
import { openQueueControlBoard } from './adapters/queue-control-board.ts';
import { openLateStore, type LateStore } from './adapters/late-store.ts';
import type { ApiContext } from './api-context.ts';
import type { ApiConfig } from './config.ts';
import { ApiEvents } from './events.ts';
import { createLiveFeed, type LiveFeed } from './feed/live-feed.ts';
import { createReportKeeper, type ReportKeeper } from './health/report-keeper.ts';
import { provisionPatiently } from '@signalbox/runtime/bus/provision-patiently';
import { shareFor } from './queues/share-for.ts';
import { createScheduleEvents } from './schedules/schedule-events.ts';
import { createEventStreams } from './streaming/event-streams.ts';

/** A slower reader than this comes back and resumes; keeping more for it would cost every other reader. */
const maxUnsentBytes = 1_000_000;
const pingMs = 15_000;
const reportStaleAfterMs = 10_000;
const lanesSharedMs = 1_000;
const flushLimitMs = 2_000;

const clock = { now: () => Date.now() };

export interface ContextOptions {
  config: ApiConfig;
  logger: Logger;
  instance: string;
  health: ServiceHealth;
}

export interface BuiltContext {
  ctx: ApiContext;
  bus: Bus;
  store: LateStore;
  /** Ends what the requests used, after the last of them. */
  close(): Promise<void>;
}

/** Streams and consumers may be gone with a server that lost its data. */
const provisionOnReconnect = async (
  bus: Bus,
  provision: () => Promise<void>,
  logger: Logger,
): Promise<void> => {
  for await (const { type } of bus.nc.status()) {
    if (type === 'reconnect') await provisionPatiently(provision, logger);
  }
};

const openBus = async ({ config, logger, instance }: ContextOptions): Promise<Bus> => {
  const bus = await connectBus({ url: config.natsUrl, name: instance, logger });
  const provision = () => provisionBus(bus, config.topology);
  await provisionPatiently(provision, logger);
  void provisionOnReconnect(bus, provision, logger);
  return bus;
};

const openFeed = async (bus: Bus, { logger, events }: { logger: Logger; events: ApiEvents }) => {
  const feed = createLiveFeed((sequence, error) => events.eventUnreadable(sequence, error));
  const follow = () => followEvents(bus, { onMessage: (message) => feed.accept(message), logger });
  const follower = await provisionPatiently(follow, logger);
  return { feed, follower };
};

const openReports = (bus: Bus, logger: Logger): { reports: ReportKeeper; stop: () => void } => {
  const reports = createReportKeeper({
    clock,
    isBusConnected: () => bus.connected,
    staleAfterMs: reportStaleAfterMs,
  });
  const stopWatch = watchReports(bus, logger, (report) => reports.accept(report));
  return {
    reports,
    stop: () => {
      stopWatch();
      reports.stop();
    },
  };
};

interface Closable {
  bus: Bus;
  store: LateStore;
  eventLog: EventLog;
  feed: LiveFeed;
  steps: (() => unknown)[];
}

const closeAll = async ({ bus, store, eventLog, feed, steps }: Closable): Promise<void> => {
  feed.releaseAll();
  await eventLog.flush(flushLimitMs);
  eventLog.close();
  for (const step of steps) await step();
  await store.close();
  await bus.close();
};

const openSchedules = async (bus: Bus, store: LateStore, logger: Logger) => ({
  schedules: createScheduleStore(store),
  ticks: await provisionPatiently(() => openScheduleTicks(bus), logger),
  actions: await provisionPatiently(() => openActionStates(bus, logger), logger),
  announceSchedules: () => bus.nc.publish(subjects.schedulesChanged),
  scheduleEvents: createScheduleEvents(logger),
});

/** Builds what the routes work with; waits for the bus for ever, and not at all for the database. */
export const createContext = async (options: ContextOptions): Promise<BuiltContext> => {
  const { config, logger, health } = options;
  const events = new ApiEvents(logger);
  const store = openLateStore({ ...config.store, logger });
  const bus = await openBus(options);
  const publisher = createPublisher(bus.nc);
  const eventLog = createEventLog(publisher, bus.nc.info?.max_payload);
  const { feed, follower } = await openFeed(bus, { logger, events });
  const { reports, stop: stopReports } = openReports(bus, logger);
  const queueControls = await provisionPatiently(() => openQueueControlBoard(bus, logger), logger);
  const lanes = shareFor(() => whileConnected(bus, () => readLanes(bus)), lanesSharedMs);
  const ctx: ApiContext = {
    bus: createCommandBus({ bus, publisher, readLanes: lanes }),
    eventLog,
    view: createCommandView(store),
    results: createResultStore(bus),
    waiting: createWaitingFacts({ bus, publisher, controls: queueControls }),
    keys: await provisionPatiently(() => openIdempotencyKeys(bus), logger),
    unique: await provisionPatiently(() => openUniqueKeys(bus), logger),
    cancellations: await provisionPatiently(() => createCancellations(bus), logger),
    feed,
    archive: createEventArchive(bus, follower),
    streams: createEventStreams({ maxUnsentBytes, pingMs }),
    reports,
    readLanes: lanes,
    ...(await openSchedules(bus, store, logger)),
    queueControls,
    readStats: (window) => store.ask((database) => readStats(database, window)),
    health,
    events,
    clock,
    newId: newCommandId,
    instance: options.instance,
    retryPolicy: config.retryPolicy,
    bodyLimitBytes: config.bodyLimitBytes,
    logger,
  };
  const steps = [() => follower.stop(), stopReports, () => queueControls.stop(), () => publisher.close()];
  return { ctx, bus, store, close: () => closeAll({ bus, store, eventLog, feed, steps }) };
};
