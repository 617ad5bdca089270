import { z } from 'zod';

/** One step of `GET /v1/stats`. Counts are of that step, waits and runs in ms. */
export const statsPointSchema = z.object({
  at: z.iso.datetime(),
  submitted: z.int(),
  completed: z.int(),
  failed: z.int(),
  retried: z.int(),
  waitP95Ms: z.number().optional(),
  runP95Ms: z.number().optional(),
});
export type StatsPoint = z.infer<typeof statsPointSchema>;

export const statsSchema = z.object({
  windowMs: z.number(),
  stepMs: z.number(),
  points: z.array(statsPointSchema),
});
export type Stats = z.infer<typeof statsSchema>;

export const statsQuerySchema = z.object({
  window: z.coerce
    .number()
    .int()
    .min(60_000)
    .max(7 * 86_400_000)
    .default(3_600_000)
    .describe('ms'),
  step: z.coerce.number().int().min(60_000).max(86_400_000).default(60_000).describe('ms, whole minutes'),
});

export const queueViewSchema = z.object({
  name: z.string(),
  /** Not yet taken by a worker. */
  depth: z.int(),
  /** Taken: running, or waiting between attempts. */
  running: z.int(),
  oldestAgeMs: z.number().optional(),
  workers: z.int(),
  slots: z.int(),
  paused: z.boolean(),
});
export type QueueView = z.infer<typeof queueViewSchema>;
