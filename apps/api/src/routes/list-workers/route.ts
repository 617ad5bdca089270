import { z } from 'zod';
import { listWorkers, workerViewSchema } from '../../health/list-workers.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['queues'],
  summary: 'Every process that runs commands',
  response: { 200: z.object({ items: z.array(workerViewSchema) }) },
};

export const addListWorkers: AddRoute = (server, { reports }) => {
  server.route({
    method: 'GET',
    url: '/v1/workers',
    schema,
    handler: async () => ({ items: listWorkers(reports.current()) }),
  });
};
