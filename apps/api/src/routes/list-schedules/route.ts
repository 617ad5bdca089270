import { scheduleListSchema } from '@signalbox/shared/http/schedules';
import { z } from 'zod';
import { toScheduleView } from '../../schedules/to-schedule-view.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['schedules'],
  summary: 'All schedules, by name',
  querystring: z.strictObject({}),
  response: { 200: scheduleListSchema },
};

export const addListSchedules: AddRoute = (server, { schedules, clock }) => {
  server.route({
    method: 'GET',
    url: '/v1/schedules',
    schema,
    handler: async () => {
      const rows = await schedules.list();
      return { items: rows.map((row) => toScheduleView(row, clock.now())) };
    },
  });
};
