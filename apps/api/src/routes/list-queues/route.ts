import { queueViewSchema } from '@signalbox/shared/http/stats';
import { z } from 'zod';
import { listQueues } from '../../queues/list-queues.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['queues'],
  summary: 'Every queue: what waits, what runs, who serves it, what is asked of it',
  response: { 200: z.object({ items: z.array(queueViewSchema) }) },
};

export const addListQueues: AddRoute = (server, { readLanes, reports, clock, queueControls }) => {
  const context = { readLanes, report: () => reports.latest(), clock, controls: queueControls };
  server.route({
    method: 'GET',
    url: '/v1/queues',
    schema,
    handler: async () => ({ items: await listQueues(context) }),
  });
};
