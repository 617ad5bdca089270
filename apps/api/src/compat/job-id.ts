import { AppError } from '@signalbox/shared/errors/app-error';
import { isCommandId } from '@signalbox/shared/ids';
import { z } from 'zod';

const prefix = 'command:';

export const toJobId = (commandId: string): string => prefix + commandId;

/**
 * The id of a command, from an id of the original with its prefix or without.
 * @throws AppError `command.not_found` for what cannot be one
 */
export const toCommandId = (jobId: string): string => {
  const id = jobId.startsWith(prefix) ? jobId.slice(prefix.length) : jobId;
  if (isCommandId(id)) return id;
  throw new AppError(
    'command.not_found',
    `No job has the id ${JSON.stringify(jobId.slice(0, 100))}. GET /api/commands/jobs lists what there is.`,
  );
};

export const jobParamsSchema = z.object({ job_id: z.string().min(1).max(200) });
