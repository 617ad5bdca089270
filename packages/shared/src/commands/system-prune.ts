import { z } from 'zod';
import { terminalStatuses } from '../status/status.ts';
import { defineCommand } from './define-command.ts';

const day = 86_400_000;

const ruleSchema = z.strictObject({
  olderThanMs: z.number().int().min(0).optional().describe('Removes what ended longer ago than this'),
  keepNewest: z.int().min(0).optional().describe('Removes all but the newest so many'),
});

const rule = (olderThanMs: number) =>
  ruleSchema
    .default({ olderThanMs })
    .describe('What breaks either rule is removed; without a rule nothing of this status is');

/** Asks a recorder to remove one batch of ended commands of one status. */
export const pruneRequestSchema = z.object({
  status: z.enum(terminalStatuses),
  rule: ruleSchema,
  limit: z.int().min(1).max(2_000),
  reason: z.string(),
  /** Where the batch before this one came to, from its answer. */
  from: z.object({ afterId: z.string(), beforeId: z.string(), keptFromId: z.string() }).optional(),
});
export type PruneRequest = z.infer<typeof pruneRequestSchema>;

/** The recorder's answer. */
export const pruneAnswerSchema = z.union([
  z.object({
    removed: z.int(),
    /** Absent once there is no more. */
    next: pruneRequestSchema.shape.from.unwrap().optional(),
  }),
  z.object({ problem: z.string() }),
]);
export type PruneAnswer = z.infer<typeof pruneAnswerSchema>;

export const systemPrune = defineCommand({
  name: 'system.prune',
  title: 'Prune the history',
  description:
    'Removes ended commands from the history by age and number, with all that is kept of them, in small batches. Runs every night unless its schedule is changed.',
  queue: 'default',
  input: z.strictObject({
    completed: rule(7 * day),
    failed: rule(30 * day),
    canceled: rule(30 * day),
    batch: z.int().min(1).max(2_000).default(500).describe('Commands that are removed at once'),
  }),
  output: z.object({ completed: z.int(), failed: z.int(), canceled: z.int() }),
  timeoutMs: 3_600_000,
  examples: [
    { title: 'As every night', input: {} },
    { title: 'Keep the newest thousand of what completed', input: { completed: { keepNewest: 1_000 } } },
  ],
});
