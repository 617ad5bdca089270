import { z } from 'zod';
import { prioritySchema } from '../commands/priority.ts';
import { commandErrorSchema } from '../errors/command-error.ts';
import { commandEventTypes } from '../events/command-event.ts';
import { commandIdSchema } from '../ids.ts';
import { commandStatusSchema } from '../status/status.ts';

/** A command as the API shows it. */
export const commandViewSchema = z.object({
  id: commandIdSchema,
  name: z.string(),
  queue: z.string(),
  priority: prioritySchema,
  status: commandStatusSchema,
  attempt: z.int(),
  maxAttempts: z.int(),
  input: z.unknown(),
  result: z.unknown().optional(),
  /** Size of a result that is too large to be shown here; `GET /v1/commands/{id}/result` has it. */
  resultBytes: z.int().optional(),
  error: commandErrorSchema.optional(),
  /** Why it was canceled. */
  reason: z.string().optional(),
  progress: z.object({ percent: z.number(), message: z.string().optional() }).optional(),
  tags: z.array(z.string()),
  traceId: z.string(),
  submittedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  nextAttemptAt: z.iso.datetime().optional(),
  worker: z.string().optional(),
  timeoutMs: z.number().optional(),
  replayOf: commandIdSchema.optional(),
  /** Why somebody replayed that command as this one. */
  replayReason: z.string().optional(),
  scheduleId: z.string().optional(),
  parentId: commandIdSchema.optional(),
  /** How many commands it spawned, and how they stand. Only where one command is asked for. */
  children: z.object({ total: z.int(), completed: z.int(), failed: z.int(), canceled: z.int() }).optional(),
  actionId: z.string().optional(),
  deadlineAt: z.iso.datetime().optional(),
  concurrencyKey: z.string().optional(),
  uniqueKey: z.string().optional(),
  /** Why a command that could run does not. Only where one command is asked for. */
  waitingFor: z.string().optional(),
});
export type CommandView = z.infer<typeof commandViewSchema>;

export const logLineSchema = z.object({
  at: z.iso.datetime(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

export type LogLine = z.infer<typeof logLineSchema>;

/** A line of a command's log with the attempt that wrote it. */
export const attemptLineSchema = logLineSchema.extend({ attempt: z.int() });

export const commandLogSchema = z.object({
  items: z.array(attemptLineSchema),
  nextCursor: z.string().optional(),
});
export type CommandLog = z.infer<typeof commandLogSchema>;

export const logQuerySchema = z.object({
  after: z
    .string()
    .regex(/^\d{1,10}-\d{1,10}-\d{1,10}$/, 'must be the nextCursor of an earlier answer')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

/** One line of a command's history. `seq` grows and is the id of the server-sent event. */
export const historyItemSchema = z.object({
  seq: z.number(),
  id: commandIdSchema,
  type: z.enum(commandEventTypes),
  at: z.iso.datetime(),
  attempt: z.int(),
  name: z.string().optional(),
  queue: z.string().optional(),
  worker: z.string().optional(),
  startedAt: z.iso.datetime().optional(),
  waitMs: z.number().optional(),
  nextAttemptAt: z.iso.datetime().optional(),
  error: commandErrorSchema.optional(),
  result: z.unknown().optional(),
  resultBytes: z.int().optional(),
  reason: z.string().optional(),
  progress: z.object({ percent: z.number(), message: z.string().optional() }).optional(),
  lines: z.array(logLineSchema).optional(),
});
export type HistoryItem = z.infer<typeof historyItemSchema>;

/** Query of `GET /v1/commands`; `input.<path>=` filters come beside these. */
export const listQuerySchema = z.object({
  status: z.string().optional().describe('One or more statuses, comma separated'),
  name: z.string().optional(),
  queue: z.string().optional(),
  tag: z.string().optional(),
  traceId: z.string().optional(),
  parentId: commandIdSchema.optional(),
  scheduleId: z.string().optional(),
  fingerprint: z.string().optional().describe('Failed commands with the same cause, from GET /v1/errors'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  q: z.string().min(1).max(200).optional().describe('Text in input, error or result'),
  sort: z.enum(['-submittedAt', 'submittedAt']).default('-submittedAt'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListQuery = z.infer<typeof listQuerySchema>;

export const commandListSchema = z.object({
  items: z.array(commandViewSchema),
  nextCursor: z.string().optional(),
});
