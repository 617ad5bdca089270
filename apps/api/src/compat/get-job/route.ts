import { text } from 'node:stream/consumers';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { getCommand } from '../../commands/get-command.ts';
import { getResult, type ResultContext } from '../../commands/get-result.ts';
import type { AddRoute } from '../../routes/add-route.ts';
import { jobParamsSchema, toCommandId } from '../job-id.ts';
import { jobSchema, toJob, toUnreadableJob } from '../to-job.ts';

const schema = {
  tags: ['compatible'],
  summary: 'One job as open-notebook shows it',
  description: 'The status is unknown while it cannot be read, because the bus or the database is away.',
  params: jobParamsSchema,
  response: { 200: jobSchema },
};

const isUnreadable = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'store.unavailable' || error.code === 'bus.unavailable');

/** The original knows no result of its own place: a large one is part of the job too, for as long as it is kept. */
const withWholeResult = async (ctx: ResultContext, command: CommandView): Promise<CommandView> => {
  if (command.result !== undefined || command.resultBytes === undefined) return command;
  const stored = await getResult(ctx, command.id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'command.no_result') return 'null';
    throw error;
  });
  const json = typeof stored === 'string' ? stored : await text(stored);
  return { ...command, result: JSON.parse(json) as unknown };
};

export const addGetJob: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/api/commands/jobs/:job_id',
    schema,
    handler: async ({ params }) => {
      const id = toCommandId(params.job_id);
      try {
        return toJob(await withWholeResult(ctx, await getCommand(ctx, id)));
      } catch (error) {
        if (isUnreadable(error)) return toUnreadableJob(id);
        throw error;
      }
    },
  });
};
