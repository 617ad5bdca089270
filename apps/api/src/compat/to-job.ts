import type { CommandView } from '@signalbox/shared/http/command-view';
import { z } from 'zod';
import { toJobId } from './job-id.ts';
import { toOriginalName } from './names.ts';
import { statusWords, unreadableWord } from './status-words.ts';

/** A job in the original's fields; what it left empty is filled here. */
export const jobSchema = z.object({
  job_id: z.string(),
  status: z.enum([...new Set(Object.values(statusWords)), unreadableWord]),
  result: z.record(z.string(), z.unknown()).nullable(),
  error_message: z.string().nullable(),
  created: z.iso.datetime().nullable(),
  updated: z.iso.datetime().nullable(),
  progress: z.object({ percentage: z.number(), message: z.string().nullable() }).nullable(),
  app: z.string().nullable(),
  command: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toSeconds = (from: string | undefined, to: string | undefined): number | null =>
  from === undefined || to === undefined ? null : (Date.parse(to) - Date.parse(from)) / 1_000;

/** A result with what the original adds to every one; fields that the handler filled stay. */
const toResult = ({ id, name, result, startedAt, finishedAt }: CommandView): Job['result'] => {
  if (result === undefined || result === null) return null;
  const original = toOriginalName(name);
  const added = {
    command_id: toJobId(id),
    execution_time: toSeconds(startedAt, finishedAt),
    execution_metadata: {
      app_name: original.app,
      command_name: original.name,
      started_at: startedAt ?? null,
    },
  };
  return { ...added, ...(isRecord(result) ? result : { output: result }) };
};

/** While attempts go on the job runs; only its end has a message. */
const toErrorMessage = ({ status, error, reason }: CommandView): string | null => {
  if (status === 'failed') return error?.message ?? null;
  return status === 'canceled' ? (reason ?? null) : null;
};

export const toJob = (command: CommandView): Job => {
  const { app, name } = toOriginalName(command.name);
  const { progress } = command;
  return {
    job_id: toJobId(command.id),
    status: statusWords[command.status],
    result: toResult(command),
    error_message: toErrorMessage(command),
    created: command.submittedAt,
    updated: command.finishedAt ?? command.startedAt ?? command.submittedAt,
    progress: progress ? { percentage: progress.percent, message: progress.message ?? null } : null,
    app,
    command: name,
  };
};

/** A job of which nothing can be read now. */
export const toUnreadableJob = (commandId: string): Job => ({
  job_id: toJobId(commandId),
  status: unreadableWord,
  result: null,
  error_message: null,
  created: null,
  updated: null,
  progress: null,
  app: null,
  command: null,
});
