import { z } from 'zod';
import { commandIdSchema } from '../ids.ts';

export const actionKinds = ['retry', 'cancel', 'delete'] as const;

/** Body of `POST /v1/commands/actions`: one thing done to every command that a filter finds. */
export const actionCreateSchema = z.strictObject({
  action: z.enum(actionKinds),
  filter: z
    .record(z.string(), z.string())
    .describe('The parameters of GET /v1/commands, but for sort, limit and cursor'),
  reason: z.string().min(1).max(500),
  dryRun: z.boolean().default(false),
  /** Commands a second. */
  ratePerSecond: z.number().min(0.1).max(10_000).default(200),
});
export type ActionCreate = z.infer<typeof actionCreateSchema>;

export const actionViewSchema = z.object({
  id: z.string(),
  action: z.enum(actionKinds),
  filter: z.record(z.string(), z.string()),
  reason: z.string(),
  ratePerSecond: z.number(),
  status: z.enum(['running', 'completed', 'aborted', 'failed']),
  /** Commands that matched when it began. */
  total: z.int(),
  /** Counting ended at `total`: there may be more. */
  isAtLeast: z.boolean().optional(),
  done: z.int(),
  /** Passed over: no longer in a state that allows the action. */
  skipped: z.int(),
  failed: z.int(),
  lastError: z.string().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type ActionView = z.infer<typeof actionViewSchema>;

export const actionListSchema = z.object({ items: z.array(actionViewSchema) });

/** Answer to a dry run. */
export const actionPreviewSchema = z.object({
  action: z.enum(actionKinds),
  total: z.int(),
  isAtLeast: z.boolean().optional(),
  /** Some of the commands. */
  sample: z.array(commandIdSchema).max(10),
});
export type ActionPreview = z.infer<typeof actionPreviewSchema>;
