import { z } from 'zod';
import { queueSchema } from '../commands/envelope.ts';
import { prioritySchema } from '../commands/priority.ts';
import { commandIdSchema } from '../ids.ts';
import { retryOverrideSchema } from '../retry/policy.ts';
import { commandStatusSchema } from '../status/status.ts';

const maxDelayMs = 365 * 86_400_000;

/** Body of `POST /v1/commands`. */
export const submitSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    input: z.unknown(),
    queue: queueSchema.optional(),
    priority: prioritySchema.optional(),
    delayMs: z.int().min(0).max(maxDelayMs).optional(),
    runAt: z.iso.datetime({ offset: true }).optional(),
    retry: retryOverrideSchema.nullable().optional().describe('null: one attempt only'),
    timeoutMs: z.int().min(1).max(86_400_000).optional(),
    deadlineMs: z.int().min(1).max(maxDelayMs).optional(),
    concurrencyKey: z.string().min(1).max(200).optional(),
    concurrencyLimit: z.int().min(1).max(1_000).optional(),
    uniqueKey: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('While a command of this name and key is unfinished, no other is accepted'),
    tags: z.array(z.string().min(1).max(100)).max(20).optional(),
  })
  .refine((body) => body.delayMs === undefined || body.runAt === undefined, {
    path: ['runAt'],
    message: 'give delayMs or runAt, not both',
  });

export type SubmitBody = z.infer<typeof submitSchema>;

export const submitQuerySchema = z.object({
  /** Wait this long for the end, in ms. */
  waitMs: z.coerce.number().int().min(0).max(300_000).optional(),
});

export const acceptedSchema = z.object({
  id: commandIdSchema,
  name: z.string(),
  status: commandStatusSchema,
  traceId: z.string(),
  links: z.object({ self: z.string(), events: z.string() }),
  /** Given if the unique key belongs to this unfinished command: the one that was sent was not accepted. */
  isDuplicate: z.literal(true).optional(),
});
export type Accepted = z.infer<typeof acceptedSchema>;

export const batchSchema = z.strictObject({ commands: z.array(z.unknown()).min(1).max(1_000) });
