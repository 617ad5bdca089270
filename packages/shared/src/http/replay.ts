import { z } from 'zod';

/** Body of `POST /v1/commands/{id}/retry`. */
export const replaySchema = z.strictObject({
  input: z.unknown().optional().describe('Instead of the input it had'),
  reason: z.string().min(1).max(500).optional(),
});
export type ReplayBody = z.infer<typeof replaySchema>;
