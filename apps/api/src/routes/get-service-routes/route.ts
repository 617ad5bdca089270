import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const querySchema = z.object({ verbose: z.string().optional().describe('Any value: list every check') });

const summaries = {
  '/livez': 'Whether this process itself is sound',
  '/readyz': 'Whether this process can do its work now',
  '/health': 'The health of this process as application/health+json',
} as const;

const paths = ['/livez', '/readyz', '/health'] as const;

export const addServiceRoutes: AddRoute = (server, { health }) => {
  for (const url of paths) {
    server.route({
      // Load balancers ask with HEAD.
      method: ['GET', 'HEAD'],
      url,
      schema: { tags: ['service'], summary: summaries[url], querystring: querySchema },
      handler: async ({ query }, reply) => {
        const answer = health.answer(url, query.verbose !== undefined);
        return reply
          .code(answer.statusCode)
          .type(answer.contentType)
          .header('cache-control', 'no-store')
          .send(answer.body);
      },
    });
  }
};
