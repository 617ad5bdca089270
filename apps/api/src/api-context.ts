import type { IdempotencyKeys } from '@signalbox/runtime/bus/idempotency-keys';
import type { UniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import type { ServiceHealth } from '@signalbox/runtime/health/create-health';
import type { Logger } from '@signalbox/runtime/observability/create-logger';
import type { Stats } from '@signalbox/shared/http/stats';
import type { RetryPolicy } from '@signalbox/shared/retry/policy';
import type {
  Cancellations,
  Clock,
  CommandBus,
  CommandView,
  EventLog,
  Results,
  WaitingFacts,
} from './commands/ports.ts';
import type { ApiEvents } from './events.ts';
import type { LiveFeed } from './feed/live-feed.ts';
import type { EventArchive } from './feed/watch-events.ts';
import type { ReportKeeper } from './health/report-keeper.ts';
import type { ActionStates } from '@signalbox/runtime/bus/action-states';
import type { ScheduleTicks } from '@signalbox/runtime/bus/schedule-ticks';
import type { LaneFacts } from './queues/list-queues.ts';
import type { ScheduleEvents, ScheduleStore } from './schedules/ports.ts';
import type { QueueControlBoard } from './queues/ports.ts';
import type { EventStreams } from './streaming/event-streams.ts';

interface StatsWindow {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** All that the routes work with; `context.ts` builds the real one. */
export interface ApiContext {
  bus: CommandBus;
  eventLog: EventLog;
  view: CommandView;
  results: Results;
  waiting: WaitingFacts;
  keys: IdempotencyKeys;
  cancellations: Cancellations;
  unique: UniqueKeys;
  feed: LiveFeed;
  archive: EventArchive;
  streams: EventStreams;
  reports: ReportKeeper;
  readLanes: () => Promise<readonly LaneFacts[]>;
  queueControls: QueueControlBoard;
  /** @throws AppError `store.unavailable` */
  readStats: (window: StatsWindow) => Promise<Stats['points']>;
  schedules: ScheduleStore;
  ticks: ScheduleTicks;
  actions: ActionStates;
  announceSchedules: () => void;
  scheduleEvents: ScheduleEvents;
  health: Pick<ServiceHealth, 'answer'>;
  events: ApiEvents;
  clock: Clock;
  newId: () => string;
  /** Name of this process. */
  instance: string;
  retryPolicy: RetryPolicy;
  bodyLimitBytes: number;
  logger: Logger;
}
