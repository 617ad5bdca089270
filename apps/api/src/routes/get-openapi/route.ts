import { renderOpenapi } from '../../plugins/openapi.ts';
import type { AddRoute } from '../add-route.ts';

export const addGetOpenapi: AddRoute = (server) => {
  let document: string | undefined;
  server.route({
    method: 'GET',
    url: '/openapi.json',
    schema: { tags: ['service'], summary: 'This document' },
    handler: async (_request, reply) =>
      reply.type('application/json').send((document ??= renderOpenapi(server))),
  });
};
