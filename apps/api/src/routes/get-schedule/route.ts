import { scheduleViewSchema } from '@signalbox/shared/http/schedules';
import { requireSchedule } from '../../schedules/change-schedules.ts';
import { toScheduleView } from '../../schedules/to-schedule-view.ts';
import type { AddRoute } from '../add-route.ts';
import { scheduleParamsSchema } from '../schedule-params.ts';

const schema = {
  tags: ['schedules'],
  summary: 'One schedule, with its next runs',
  params: scheduleParamsSchema,
  response: { 200: scheduleViewSchema },
};

export const addGetSchedule: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/schedules/:id',
    schema,
    handler: async ({ params }) => toScheduleView(await requireSchedule(ctx, params.id), ctx.clock.now()),
  });
};
