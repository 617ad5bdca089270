import { isCommandId } from '@signalbox/shared/ids';
import { z } from 'zod';

/** The path of everything about one bulk action. */
export const actionParamsSchema = z.object({
  id: z.string().refine(isCommandId, 'the id of an action is a ULID of 26 characters'),
});
