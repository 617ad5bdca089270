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

/** What an operator may ask of a queue; null takes a limit back. */
export const queuePatchSchema = z
  .strictObject({
    paused: z.boolean().optional(),
    concurrency: z.int().min(1).max(100_000).nullable().optional(),
    ratePerSecond: z.number().min(0.01).max(1_000_000).nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'give paused, concurrency or ratePerSecond');
export type QueuePatch = z.infer<typeof queuePatchSchema>;

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
  /** Attempts that may run at once over all workers; absent where only each worker's own slots limit them. */
  concurrency: z.int().optional(),
  /** Attempts that may begin in a second over all workers. */
  ratePerSecond: z.number().optional(),
});
export type QueueView = z.infer<typeof queueViewSchema>;
