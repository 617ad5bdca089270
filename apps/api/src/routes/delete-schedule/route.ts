import { z } from 'zod';
import { deleteSchedule } from '../../schedules/change-schedules.ts';
import type { AddRoute } from '../add-route.ts';
import { scheduleParamsSchema } from '../schedule-params.ts';

const schema = {
  tags: ['schedules'],
  summary: 'Delete a schedule',
  description: 'Commands that it has submitted go on.',
  params: scheduleParamsSchema,
  response: { 204: z.undefined().describe('Deleted') },
};

export const addDeleteSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'DELETE',
    url: '/v1/schedules/:id',
    schema,
    handler: async ({ params }, reply) => {
      await deleteSchedule(ctx, params.id);
      return reply.code(204).send();
    },
  });
};
