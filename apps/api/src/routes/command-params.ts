import { commandIdSchema } from '@signalbox/shared/ids';
import { z } from 'zod';

/** The path of everything about one command. */
export const commandParamsSchema = z.object({ id: commandIdSchema });
