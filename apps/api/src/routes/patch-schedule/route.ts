import { schedulePatchSchema, scheduleViewSchema } from '@signalbox/shared/http/schedules';
import { changeSchedule } from '../../schedules/change-schedules.ts';
import type { AddRoute } from '../add-route.ts';
import { scheduleParamsSchema } from '../schedule-params.ts';

const schema = {
  tags: ['schedules'],
  summary: 'Change a schedule, pause it or let it go on',
  description: 'What is left out stays. Time that was paused holds no missed ticks.',
  params: scheduleParamsSchema,
  body: schedulePatchSchema,
  response: { 200: scheduleViewSchema },
};

export const addPatchSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'PATCH',
    url: '/v1/schedules/:id',
    schema,
    handler: async ({ params, body }) => changeSchedule(ctx, params.id, body),
  });
};
