import type { RunningService, ServiceStart } from '@signalbox/runtime/lifecycle/run-service';
import { connectStore } from '@signalbox/runtime/store/connect';
import { runAggregator } from './run-aggregator.ts';

/** The health aggregator as a service; its database is the one of the environment. */
export const createHealthAggregator = (start: ServiceStart): Promise<RunningService> =>
  runAggregator(start, ({ surrealdb }) => connectStore({ ...surrealdb, logger: start.logger }));
