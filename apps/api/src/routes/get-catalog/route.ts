import { catalog, toCatalogEntry } from '@signalbox/shared/commands/catalog';
import { retryOverrideSchema } from '@signalbox/shared/retry/policy';
import { z } from 'zod';
import type { AddRoute } from '../add-route.ts';

const jsonSchema = z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12');

const catalogSchema = z.object({
  commands: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      queue: z.string(),
      inputSchema: jsonSchema,
      outputSchema: jsonSchema,
      retry: retryOverrideSchema,
      timeoutMs: z.number(),
      examples: z.array(z.object({ title: z.string(), input: z.unknown() })),
    }),
  ),
});

export const addGetCatalog: AddRoute = (server) => {
  const body = { commands: catalog.map(toCatalogEntry) };
  server.route({
    method: 'GET',
    url: '/v1/catalog',
    schema: {
      tags: ['commands'],
      summary: 'Every command there is, with its schemas',
      response: { 200: catalogSchema },
    },
    handler: async () => body,
  });
};
