import { z } from 'zod';
import { commandIdSchema } from '../ids.ts';

/** Failed commands with the same cause. */
export const errorGroupSchema = z.object({
  fingerprint: z.string(),
  code: z.string(),
  errorName: z.string().optional(),
  /** Of the latest one. */
  message: z.string(),
  count: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** Names of the commands that failed so. */
  commands: z.array(z.string()),
  latestId: commandIdSchema,
});
export type ErrorGroup = z.infer<typeof errorGroupSchema>;

export const errorGroupsQuerySchema = z.object({
  window: z.coerce
    .number()
    .int()
    .min(60_000)
    .max(90 * 86_400_000)
    .default(86_400_000)
    .describe('ms'),
});
