import { isCommandId } from '@signalbox/shared/ids';
import { z } from 'zod';

/** The path of everything about one schedule. */
export const scheduleParamsSchema = z.object({
  id: z.string().refine(isCommandId, 'a schedule id is a ULID of 26 characters'),
});
