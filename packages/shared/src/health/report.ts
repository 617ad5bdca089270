import { z } from 'zod';
import { checkSchema, heartbeatSchema } from './heartbeat.ts';

/** From best to worst for sorting; the words are those of the console. */
export const healthStates = [
  'healthy',
  'starting',
  'draining',
  'stopped',
  'unknown',
  'degraded',
  'unhealthy',
  'unresponsive',
  'offline',
] as const;

export const healthStateSchema = z.enum(healthStates);
export type HealthState = z.infer<typeof healthStateSchema>;

export const instanceReportSchema = z.object({
  instance: z.string(),
  state: healthStateSchema,
  since: z.iso.datetime(),
  reason: z.string(),
  host: z.string(),
  pid: z.int(),
  version: z.string(),
  startedAt: z.iso.datetime(),
  lastHeartbeatAt: z.iso.datetime(),
  load: heartbeatSchema.shape.load,
  progress: heartbeatSchema.shape.progress,
  commands: heartbeatSchema.shape.commands,
  queues: heartbeatSchema.shape.queues,
  checks: z.array(checkSchema),
});
export type InstanceReport = z.infer<typeof instanceReportSchema>;

export const serviceReportSchema = z.object({
  name: z.string(),
  state: healthStateSchema,
  since: z.iso.datetime(),
  /** A sentence: what is found, or what is wrong. */
  reason: z.string(),
  /** Only a critical service can make the whole system worse than degraded. */
  critical: z.boolean(),
  instances: z.array(instanceReportSchema),
  checks: z.array(checkSchema),
  /** Share of known time in healthy or degraded, 0 to 1, by window; absent while nothing is known. */
  uptime: z.record(z.string(), z.number()),
  /** The worst state of each of the last 60 minutes, oldest first. */
  minutes: z.array(healthStateSchema),
});
export type ServiceReport = z.infer<typeof serviceReportSchema>;

export const healthReportSchema = z.object({
  at: z.iso.datetime(),
  system: z.object({
    state: healthStateSchema,
    since: z.iso.datetime(),
    /** "All well." or cause, since when, effect. */
    sentence: z.string(),
  }),
  items: z.array(serviceReportSchema),
});
export type HealthReport = z.infer<typeof healthReportSchema>;
