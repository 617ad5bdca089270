import { statsQuerySchema, statsSchema } from '@signalbox/shared/http/stats';
import { z } from 'zod';
import { getStats } from '../../stats/get-stats.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['stats'],
  summary: 'Throughput, failures, waits and runs over time',
  querystring: z.strictObject(statsQuerySchema.shape),
  response: { 200: statsSchema },
};

export const addGetStats: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/stats',
    schema,
    handler: async ({ query }) => getStats(ctx, { windowMs: query.window, stepMs: query.step }),
  });
};
