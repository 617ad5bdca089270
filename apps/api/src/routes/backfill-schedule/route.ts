import { backfillResultSchema, backfillSchema } from '@signalbox/shared/http/schedules';
import { backfillSchedule } from '../../schedules/backfill-schedule.ts';
import type { AddRoute } from '../add-route.ts';
import { scheduleParamsSchema } from '../schedule-params.ts';

const schema = {
  tags: ['schedules'],
  summary: 'Fire the ticks of a past time that were not fired',
  description:
    'From from to to, both included; up to 1,000 ticks. The commands run one after another. What was fired is known for a week.',
  params: scheduleParamsSchema,
  body: backfillSchema,
  response: { 202: backfillResultSchema },
};

export const addBackfillSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/schedules/:id/backfill',
    schema,
    handler: async ({ params, body }, reply) =>
      reply.code(202).send(await backfillSchedule(ctx, params.id, body)),
  });
};
