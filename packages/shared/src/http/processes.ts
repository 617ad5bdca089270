import { z } from 'zod';

/** The life of one supervised process, in the order in which a healthy one passes through the first four. */
export const processStates = [
  'pending',
  'starting',
  'running',
  'ready',
  'unready',
  'stopping',
  'stopped',
  'exited',
  'backoff',
  'crashlooping',
  'fatal',
  'skipped',
] as const;

export const processStateSchema = z.enum(processStates);
export type ProcessState = z.infer<typeof processStateSchema>;

/** One process of this machine as its supervisor shows it. */
export const processViewSchema = z.object({
  name: z.string(),
  state: processStateSchema,
  /** A sentence: why it is in this state. */
  reason: z.string(),
  pid: z.int().optional(),
  uptimeMs: z.number(),
  /** Starts after the first one that nobody asked for. */
  restarts: z.int(),
  /** Of the whole process group; 100 is one core. */
  cpuPercent: z.number(),
  rssBytes: z.number(),
  ports: z.array(z.int()),
  nextRetryAt: z.iso.datetime().optional(),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
});
export type ProcessView = z.infer<typeof processViewSchema>;

export const processListSchema = z.object({
  items: z.array(processViewSchema),
  supervisor: z.object({ pid: z.int(), startedAt: z.iso.datetime(), rssBytes: z.number() }),
});
export type ProcessList = z.infer<typeof processListSchema>;

/** A line that a process wrote, as `GET /v1/processes/:name/logs` shows it. */
export const processLogLineSchema = z.object({
  /** Counts the lines of one process. */
  seq: z.int(),
  at: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr', 'supervisor']),
  line: z.string(),
});
export type ProcessLogLine = z.infer<typeof processLogLineSchema>;

export const processLogsSchema = z.object({ items: z.array(processLogLineSchema) });
