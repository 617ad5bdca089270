import { scheduleCreateSchema, scheduleViewSchema } from '@signalbox/shared/http/schedules';
import { createSchedule } from '../../schedules/change-schedules.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['schedules'],
  summary: 'Create a schedule',
  description:
    'Submits its command at each tick of its cron rule, exactly once, whatever number of API processes runs. overlap says what happens if the command before has not ended; misfire what happens with ticks that came while no API process ran.',
  body: scheduleCreateSchema,
  response: { 201: scheduleViewSchema },
};

export const addPostSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/schedules',
    schema,
    handler: async ({ body }, reply) => {
      const schedule = await createSchedule(ctx, body);
      return reply.code(201).header('location', `/v1/schedules/${schedule.id}`).send(schedule);
    },
  });
};
