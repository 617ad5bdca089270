import { AppError } from '@signalbox/shared/errors/app-error';
import { z } from 'zod';
import { cancelCommand } from '../../commands/cancel-command.ts';
import type { AddRoute } from '../../routes/add-route.ts';
import { jobParamsSchema, toCommandId, toJobId } from '../job-id.ts';

const schema = {
  tags: ['compatible'],
  summary: 'Cancel a job as open-notebook does',
  description: 'cancelled is false if the job had ended before.',
  params: jobParamsSchema,
  response: { 200: z.object({ job_id: z.string(), cancelled: z.boolean() }) },
};

const reason = 'Somebody asked for it through the API.';

export const addDeleteJob: AddRoute = (server, ctx) => {
  server.route({
    method: 'DELETE',
    url: '/api/commands/jobs/:job_id',
    schema,
    handler: async ({ params }) => {
      const id = toCommandId(params.job_id);
      try {
        const { kind, command } = await cancelCommand(ctx, { id, reason });
        return { job_id: toJobId(id), cancelled: kind === 'ending' || command.status === 'canceled' };
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'command.already_ended') throw error;
        return { job_id: toJobId(id), cancelled: false };
      }
    },
  });
};
