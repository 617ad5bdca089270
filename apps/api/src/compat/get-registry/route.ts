import { catalog } from '@signalbox/shared/commands/catalog';
import { z } from 'zod';
import type { AddRoute } from '../../routes/add-route.ts';
import { toOriginalName } from '../names.ts';

const schema = {
  tags: ['compatible'],
  summary: 'Every command as open-notebook lists them',
  response: {
    200: z.object({
      total_commands: z.int(),
      commands_by_app: z.record(z.string(), z.array(z.string())),
      command_items: z.array(z.object({ app_id: z.string(), name: z.string(), full_id: z.string() })),
    }),
  },
};

const toRegistry = () => {
  const items = catalog.map((definition) => toOriginalName(definition.name));
  const byApp: Record<string, string[]> = {};
  for (const { app, name } of items) (byApp[app] ??= []).push(name);
  return {
    total_commands: items.length,
    commands_by_app: byApp,
    command_items: items.map(({ app, name }) => ({ app_id: app, name, full_id: `${app}.${name}` })),
  };
};

export const addGetRegistry: AddRoute = (server) => {
  server.route({
    method: 'GET',
    url: '/api/commands/registry/debug',
    schema,
    handler: async () => toRegistry(),
  });
};
