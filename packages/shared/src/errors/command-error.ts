import { z } from 'zod';

/** What is kept of an error that a handler threw; stacks are kept because the reader of a failure is its author. */
export const commandErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  /** The error's class, such as `TypeError`. */
  name: z.string().optional(),
  /** The same for errors that have the same cause, as far as class, code, message and place in the source tell. */
  fingerprint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  stack: z.string().optional(),
});

export type CommandError = z.infer<typeof commandErrorSchema>;
