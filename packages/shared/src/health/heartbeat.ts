import { z } from 'zod';

export const checkStatuses = ['pass', 'warn', 'fail', 'unknown'] as const;

export const checkSchema = z.object({
  name: z.string(),
  status: z.enum(checkStatuses),
  /** What was found, for a person. */
  output: z.string().optional(),
  observedMs: z.number().optional(),
  /** Epoch ms. */
  at: z.number().optional(),
});
export type Check = z.infer<typeof checkSchema>;

export const heartbeatStatuses = ['starting', 'ready', 'unready', 'draining', 'stopped'] as const;

/** Sent on core NATS by every process, at most 2 kB. */
export const heartbeatSchema = z.object({
  v: z.literal(1),
  service: z.string(),
  /** New for every boot. */
  instance: z.string(),
  version: z.string(),
  host: z.string(),
  pid: z.int(),
  startedAt: z.number(),
  seq: z.int(),
  /** The sender's clock in epoch ms: tells how far it is off, and nothing else. */
  at: z.number().optional(),
  intervalMs: z.number(),
  status: z.enum(heartbeatStatuses),
  reason: z.string().optional(),
  /** Where /livez of this instance answers. */
  url: z.string().optional(),
  checks: z.array(checkSchema),
  load: z.object({
    eventLoopP99Ms: z.number(),
    rssBytes: z.number(),
    cpuPercent: z.number(),
  }),
  /** Of processes that do work: a worker's commands, a recorder's events. */
  progress: z
    .object({
      inFlight: z.int(),
      slots: z.int().optional(),
      done: z.int(),
      failed: z.int(),
      lastDoneAt: z.number().optional(),
      /** How far behind: events not yet recorded. */
      lag: z.int().optional(),
    })
    .optional(),
  /** Of workers: the commands they run and the queues they serve. */
  commands: z.array(z.string()).optional(),
  queues: z.array(z.string()).optional(),
});

export type Heartbeat = z.infer<typeof heartbeatSchema>;
export type HeartbeatStatus = Heartbeat['status'];
