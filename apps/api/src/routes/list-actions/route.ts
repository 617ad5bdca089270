import { actionListSchema } from '@signalbox/shared/http/actions';
import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const shown = 200;

const schema = {
  tags: ['actions'],
  summary: 'The newest bulk actions of the last 30 days',
  querystring: z.strictObject({}),
  response: { 200: actionListSchema },
};

export const addListActions: AddRoute = (server, { actions }) => {
  server.route({
    method: 'GET',
    url: '/v1/actions',
    schema,
    handler: async () => {
      const views = actions.known().map(({ view }) => view);
      return { items: views.toSorted((left, right) => (left.id < right.id ? 1 : -1)).slice(0, shown) };
    },
  });
};
