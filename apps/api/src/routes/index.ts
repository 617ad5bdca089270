import { compatRoutes } from '../compat/index.ts';
import type { AddRoute } from './add-route.ts';
import { addCancelCommand } from './cancel-command/route.ts';
import { addGetApiHealth } from './get-api-health/route.ts';
import { addGetCatalog } from './get-catalog/route.ts';
import { addGetCommandEvents } from './get-command-events/route.ts';
import { addGetCommandLogs } from './get-command-logs/route.ts';
import { addGetCommandResult } from './get-command-result/route.ts';
import { addGetCommand } from './get-command/route.ts';
import { addGetMetrics } from './get-metrics/route.ts';
import { addGetOpenapi } from './get-openapi/route.ts';
import { addGetRoot } from './get-root/route.ts';
import { addServiceRoutes } from './get-service-routes/route.ts';
import { addGetService } from './get-service/route.ts';
import { addGetStats } from './get-stats/route.ts';
import { addListCommands } from './list-commands/route.ts';
import { addListErrors } from './list-errors/route.ts';
import { addListQueues } from './list-queues/route.ts';
import { addListServices } from './list-services/route.ts';
import { addListWorkers } from './list-workers/route.ts';
import { addPatchQueue } from './patch-queue/route.ts';
import { addPostBatch } from './post-batch/route.ts';
import { addPostCommand } from './post-command/route.ts';
import { addRetryCommand } from './retry-command/route.ts';
import { addBackfillSchedule } from './backfill-schedule/route.ts';
import { addDeleteSchedule } from './delete-schedule/route.ts';
import { addGetSchedule } from './get-schedule/route.ts';
import { addListSchedules } from './list-schedules/route.ts';
import { addPatchSchedule } from './patch-schedule/route.ts';
import { addPostSchedule } from './post-schedule/route.ts';
import { addTriggerSchedule } from './trigger-schedule/route.ts';
import { addAbortAction } from './abort-action/route.ts';
import { addGetAction } from './get-action/route.ts';
import { addListActions } from './list-actions/route.ts';
import { addPostAction } from './post-action/route.ts';
import { addStreamEvents } from './stream-events/route.ts';

/** Every route of the API. */
export const routes: readonly AddRoute[] = [
  addGetRoot,
  addServiceRoutes,
  addGetMetrics,
  addGetOpenapi,
  addGetApiHealth,
  addGetCatalog,
  addPostCommand,
  addPostBatch,
  addListCommands,
  addGetCommand,
  addGetCommandEvents,
  addGetCommandLogs,
  addGetCommandResult,
  addListErrors,
  addCancelCommand,
  addRetryCommand,
  addStreamEvents,
  addGetStats,
  addPostAction,
  addListActions,
  addGetAction,
  addAbortAction,
  addListSchedules,
  addPostSchedule,
  addGetSchedule,
  addPatchSchedule,
  addDeleteSchedule,
  addTriggerSchedule,
  addBackfillSchedule,
  addListQueues,
  addPatchQueue,
  addListWorkers,
  addListServices,
  addGetService,
  ...compatRoutes,
];
