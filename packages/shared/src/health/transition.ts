import { z } from 'zod';
import { healthStateSchema } from './report.ts';

/** One change of state, sent on `events.health.<service>` and kept as history; without `instance` it is the service's. */
export const healthTransitionSchema = z.object({
  v: z.literal(1),
  /** A service, or `system` for the whole. */
  service: z.string(),
  instance: z.string().optional(),
  from: healthStateSchema,
  to: healthStateSchema,
  reason: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type HealthTransition = z.infer<typeof healthTransitionSchema>;
