import { version } from '@signalbox/shared/version';
import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const rootSchema = z.object({
  name: z.string(),
  version: z.string(),
  links: z.record(z.string(), z.string()),
});

const root = {
  name: 'signalbox',
  version,
  links: {
    catalog: '/v1/catalog',
    commands: '/v1/commands',
    events: '/v1/events',
    services: '/v1/services',
    openapi: '/openapi.json',
    health: '/health',
  },
};

export const addGetRoot: AddRoute = (server) => {
  server.route({
    method: 'GET',
    url: '/',
    schema: { tags: ['service'], summary: 'What this is, and where to go on', response: { 200: rootSchema } },
    handler: async () => root,
  });
};
