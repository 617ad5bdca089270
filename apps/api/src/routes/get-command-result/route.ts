import { Readable } from 'node:stream';
import { z } from 'zod';
import { getResult } from '../../commands/get-result.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands'],
  summary: 'The result of a completed command, whatever its size',
  params: commandParamsSchema,
  response: {
    200: { description: 'The result', content: { 'application/json': { schema: z.unknown() } } },
  },
};

export const addGetCommandResult: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/commands/:id/result',
    schema,
    // It is JSON already.
    serializerCompiler: () => (data) => String(data),
    handler: async ({ params }, reply) => {
      const result = await getResult(ctx, params.id);
      void reply.type('application/json');
      return reply.send(typeof result === 'string' ? result : Readable.fromWeb(result));
    },
  });
};
