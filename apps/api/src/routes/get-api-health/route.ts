import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const healthSchema = z.object({ status: z.enum(['healthy', 'degraded', 'unhealthy']) });
const answerSchema = z.object({ status: z.enum(['pass', 'warn', 'fail']) });

const words = { pass: 'healthy', warn: 'degraded', fail: 'unhealthy' } as const;

export const addGetApiHealth: AddRoute = (server, { health }) => {
  server.route({
    method: 'GET',
    url: '/api/health',
    schema: {
      tags: ['compatible'],
      summary: 'The health of this process in the words of open-notebook',
      response: { 200: healthSchema, 503: healthSchema },
    },
    handler: async (_request, reply) => {
      const { statusCode, body } = health.answer('/health');
      const { status } = answerSchema.parse(JSON.parse(body));
      return reply.code(statusCode === 200 ? 200 : 503).send({ status: words[status] });
    },
  });
};
