import { AppError } from '@signalbox/shared/errors/app-error';
import { getCommand } from '../../commands/get-command.ts';
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

export const addGetJob: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/api/commands/jobs/:job_id',
    schema,
    handler: async ({ params }) => {
      const id = toCommandId(params.job_id);
      try {
        return toJob(await getCommand(ctx, id));
      } catch (error) {
        if (isUnreadable(error)) return toUnreadableJob(id);
        throw error;
      }
    },
  });
};
