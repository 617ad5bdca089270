import { commandLogSchema, logQuerySchema } from '@signalbox/shared/http/command-view';
import { z } from 'zod';
import { getLog } from '../../commands/get-log.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands'],
  summary: 'What a command’s handler logged, oldest first',
  params: commandParamsSchema,
  querystring: z.strictObject(logQuerySchema.shape),
  response: { 200: commandLogSchema },
};

export const addGetCommandLogs: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/commands/:id/logs',
    schema,
    handler: async ({ params, query }) => getLog(ctx, { id: params.id, ...query }),
  });
};
