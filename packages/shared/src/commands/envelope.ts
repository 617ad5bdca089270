import { z } from 'zod';
import { commandIdSchema } from '../ids.ts';
import { retryOverrideSchema } from '../retry/policy.ts';
import { prioritySchema } from './priority.ts';

/** A queue is one token of a subject. */
export const queueSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'use 1 to 64 of a-z, 0-9, _ and -, starting with a letter or digit');

/**
 * A command as it travels on COMMANDS, and inside the events about it, so that any one event is enough to know
 * the command. Times are epoch ms.
 */
export const commandEnvelopeSchema = z.object({
  v: z.literal(1),
  id: commandIdSchema,
  name: z.string(),
  queue: queueSchema,
  priority: prioritySchema,
  input: z.unknown(),
  submittedAt: z.number(),
  traceId: z.string(),
  runAt: z.number().optional(),
  retry: retryOverrideSchema.optional(),
  timeoutMs: z.number().optional(),
  tags: z.array(z.string()).optional(),
  replayOf: commandIdSchema.optional(),
  /** Why somebody replayed it. */
  replayReason: z.string().optional(),
  scheduleId: z.string().optional(),
  parentId: commandIdSchema.optional(),
  /** From the first command of the family down to the parent: canceling one cancels what it spawned. */
  ancestors: z.array(commandIdSchema).optional(),
  /** The bulk action that replayed it. */
  actionId: z.string().optional(),
  /** Epoch ms by which it must have ended, attempts and waits included. */
  deadlineAt: z.number().optional(),
  /** Of the commands with the same key, so many run at once. */
  concurrencyKey: z.string().optional(),
  concurrencyLimit: z.number().optional(),
  /** While it is unfinished, no other command of this name and key is accepted. */
  uniqueKey: z.string().optional(),
  /** The revision of the key with which it took the key: once another command has it, this message is void. */
  uniqueSince: z.number().optional(),
  /** Set on a copy: published before the server's deliveries of the first message were spent, or after it vanished. */
  renewed: z
    .object({
      /** The attempts that it had before. */
      attempts: z.number(),
      /** Of these, the ones whose workers died. */
      deaths: z.number().optional(),
      /** Deliveries whose workers died of something else. */
      spared: z.number().optional(),
      /** Epoch ms before which it does not run. */
      notBefore: z.number(),
    })
    .optional(),
});

export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;
