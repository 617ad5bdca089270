import { z } from 'zod';
import { commandViewSchema } from './command-view.ts';
import { acceptedSchema } from './submit.ts';

/** Body of `POST /v1/commands/{id}/cancel`. */
export const cancelSchema = z.strictObject({
  reason: z.string().min(1).max(500).optional().describe('Kept with the command'),
});

/** A command that was told to end and has not yet. */
export const endingSchema = commandViewSchema.extend({ links: acceptedSchema.shape.links });
