import type { HealthReport, InstanceReport } from '@signalbox/shared/health/report';
import { z } from 'zod';

export const workerViewSchema = z.object({
  instance: z.string(),
  host: z.string(),
  version: z.string(),
  state: z.string(),
  reason: z.string(),
  commands: z.array(z.string()),
  queues: z.array(z.string()),
  /** How many commands it runs at once, where it says so. */
  slots: z.int().optional(),
  inFlight: z.int(),
  done: z.int(),
  failed: z.int(),
  since: z.iso.datetime(),
});

/** A process that runs commands. */
export type WorkerView = z.infer<typeof workerViewSchema>;

const toProgress = (progress: InstanceReport['progress']) => {
  const { slots, inFlight = 0, done = 0, failed = 0 } = progress ?? {};
  return { ...(slots !== undefined && { slots }), inFlight, done, failed };
};

const toWorkerView = (instance: InstanceReport): WorkerView => ({
  instance: instance.instance,
  host: instance.host,
  version: instance.version,
  state: instance.state,
  reason: instance.reason,
  commands: instance.commands ?? [],
  queues: instance.queues ?? [],
  ...toProgress(instance.progress),
  since: instance.startedAt,
});

/** The workers that the report knows, gone ones included for as long as it keeps them. */
export const listWorkers = (report: HealthReport): WorkerView[] =>
  report.items.flatMap((service) =>
    service.instances.filter((instance) => instance.queues !== undefined).map(toWorkerView),
  );
