import { errorGroupSchema, errorGroupsQuerySchema } from '@signalbox/shared/http/error-groups';
import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['commands'],
  summary: 'Failures by cause, the newest causes first',
  description:
    'Of the commands that were submitted within the window. GET /v1/commands?fingerprint= lists those of one cause.',
  querystring: z.strictObject(errorGroupsQuerySchema.shape),
  response: { 200: z.object({ items: z.array(errorGroupSchema) }) },
};

export const addListErrors: AddRoute = (server, { view, clock }) => {
  server.route({
    method: 'GET',
    url: '/v1/errors',
    schema,
    handler: async ({ query }) => ({ items: await view.errorGroups(clock.now() - query.window) }),
  });
};
