import { z } from 'zod';

/** RFC 9457 problem document; every error of the API has this form. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What is wrong with this request, and what to do. */
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** Names close to the one asked for. */
  suggestions: z.array(z.string()).optional(),
});

export type Problem = z.infer<typeof problemSchema>;
