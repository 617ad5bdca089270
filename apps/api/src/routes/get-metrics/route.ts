import type { AddRoute } from '../add-route.ts';

export const addGetMetrics: AddRoute = (server, { events }) => {
  server.route({
    method: 'GET',
    url: '/metrics',
    schema: { tags: ['service'], summary: 'Measurements for Prometheus' },
    handler: async (_request, reply) => {
      const { contentType, body } = await events.read();
      return reply.type(contentType).send(body);
    },
  });
};
