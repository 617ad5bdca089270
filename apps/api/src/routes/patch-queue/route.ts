import { queuePatchSchema, queueViewSchema } from '@signalbox/shared/http/stats';
import { z } from 'zod';
import { changeQueue } from '../../queues/change-queue.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['queues'],
  summary: 'Pause or resume a queue, or limit it',
  description:
    'Live in all workers within a second, without a restart. While a queue is paused nothing new begins; what runs goes on. `concurrency` and `ratePerSecond` are for all workers together; null takes a limit back.',
  params: z.object({ name: z.string().min(1).max(100) }),
  body: queuePatchSchema,
  response: { 200: queueViewSchema },
};

export const addPatchQueue: AddRoute = (server, { readLanes, reports, clock, queueControls }) => {
  const context = { readLanes, report: () => reports.latest(), clock, controls: queueControls };
  server.route({
    method: 'PATCH',
    url: '/v1/queues/:name',
    schema,
    handler: async ({ params: { name }, body }) => changeQueue(context, { name, patch: body }),
  });
};
