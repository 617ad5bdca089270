import { acceptedSchema } from '@signalbox/shared/http/submit';
import { z } from 'zod';
import { triggerSchedule } from '../../schedules/trigger-schedule.ts';
import type { AddRoute } from '../add-route.ts';
import { scheduleParamsSchema } from '../schedule-params.ts';

const schema = {
  tags: ['schedules'],
  summary: 'Submit the command of a schedule now',
  description: 'Whatever the overlap policy says, and also where the schedule is paused.',
  params: scheduleParamsSchema,
  body: z.strictObject({}).default({}),
  response: { 202: acceptedSchema },
};

export const addTriggerSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/schedules/:id/trigger',
    schema,
    handler: async ({ params }, reply) => {
      const accepted = await triggerSchedule(ctx, params.id);
      return reply.code(202).header('location', accepted.links.self).send(accepted);
    },
  });
};
