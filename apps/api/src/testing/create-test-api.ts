import { createHealth } from '@signalbox/runtime/health/create-health';
import { newCommandId } from '@signalbox/runtime/ids';
import { createLogger } from '@signalbox/runtime/observability/create-logger';
import { problemSchema, type Problem } from '@signalbox/shared/http/problem';
import { defaultRetryPolicy } from '@signalbox/shared/retry/policy';
import { expect } from 'vitest';
import type { ApiContext } from '../api-context.ts';
import { ApiEvents } from '../events.ts';
import { createLiveFeed } from '../feed/live-feed.ts';
import { createReportKeeper } from '../health/report-keeper.ts';
import type { ApiServer } from '../server-types.ts';
import { createScheduleEvents } from '../schedules/schedule-events.ts';
import { createServer } from '../server.ts';
import { createEventStreams } from '../streaming/event-streams.ts';
import { MemoryBus, MemoryEventLog, MemoryKeys, MemoryResults, MemoryView } from './memory-ports.ts';
import { MemoryArchive } from './memory-archive.ts';
import { MemoryCancellations, MemoryQueueControls, MemoryWaiting } from './memory-control.ts';
import { MemoryUniqueKeys } from './memory-unique-keys.ts';
import { MemoryActions } from './memory-actions.ts';
import { MemorySchedules, MemoryTicks } from './memory-schedules.ts';

const createPorts = () => {
  const feed = createLiveFeed(() => undefined);
  const eventLog = new MemoryEventLog();
  return {
    bus: new MemoryBus(),
    view: new MemoryView(),
    results: new MemoryResults(),
    waiting: new MemoryWaiting(),
    eventLog,
    keys: new MemoryKeys(),
    cancellations: new MemoryCancellations(),
    queueControls: new MemoryQueueControls(),
    unique: new MemoryUniqueKeys(),
    feed,
    archive: new MemoryArchive((message) => feed.accept(message)),
    streams: createEventStreams({ maxUnsentBytes: 1_000_000, pingMs: 15_000 }),
    clock: { now: () => Date.now() },
    schedules: new MemorySchedules(),
    ticks: new MemoryTicks(),
    actions: new MemoryActions(),
    announceSchedules: () => undefined,
  };
};

const createRequests = (server: ApiServer) => ({
  post: (payload: unknown, options: { query?: string; headers?: Record<string, string> } = {}) =>
    server.inject({
      method: 'POST',
      url: `/v1/commands${options.query ?? ''}`,
      headers: { 'content-type': 'application/json', ...options.headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }),
  /** Any other request; a body goes as JSON. */
  send: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) =>
    server.inject({
      method,
      url,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      }),
    }),
});

/** The whole HTTP side over ports in memory; `await using` closes it. */
export const createTestApi = async (overrides: Partial<ApiContext> = {}) => {
  const logger = createLogger({ service: 'api', instance: 'api-test', level: 'silent', format: 'json' });
  const ports = createPorts();
  const health = createHealth({ service: 'api', instance: 'api-test', logger });
  const reports = createReportKeeper({
    clock: ports.clock,
    isBusConnected: () => true,
    staleAfterMs: 10_000,
  });
  const server = await createServer({
    ...ports,
    reports,
    health,
    scheduleEvents: createScheduleEvents(logger),
    readLanes: async () => [],
    readStats: async () => [],
    events: new ApiEvents(logger),
    newId: newCommandId,
    instance: 'api-test',
    retryPolicy: defaultRetryPolicy,
    bodyLimitBytes: 10_000,
    logger,
    ...overrides,
  });
  return {
    ...ports,
    reports,
    health,
    server,
    ...createRequests(server),
    async [Symbol.asyncDispose]() {
      ports.feed.releaseAll();
      ports.streams.closeAll('closing');
      reports.stop();
      health.stop();
      await server.close();
    },
  };
};

/** Checks that an answer is a problem document, and returns it. */
export const readProblem = (response: {
  headers: Record<string, unknown>;
  body: string;
  statusCode: number;
}): Problem => {
  expect(response.headers['content-type']).toBe('application/problem+json');
  const problem = problemSchema.parse(JSON.parse(response.body));
  expect(problem.status).toBe(response.statusCode);
  expect(problem.requestId).toBe(response.headers['x-request-id']);
  return problem;
};
