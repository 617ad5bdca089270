import { commandListSchema, listQuerySchema } from '@signalbox/shared/http/command-view';
import { listCommands } from '../../commands/list-commands.ts';
import { toCommandFilter } from '../../commands/to-command-filter.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['commands'],
  summary: 'Search commands',
  description:
    'All filters are combined by and. input.<path>=value compares a field of the input, such as input.user.id=123; numbers and truths in quotes are text.',
  querystring: listQuerySchema,
  response: { 200: commandListSchema },
};

export const addListCommands: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/commands',
    schema,
    // The schema documents the query; the filter checks it, because fields of the input have names of their own.
    validatorCompiler: () => (data) => ({ value: data }),
    handler: async ({ query }) => listCommands(ctx, toCommandFilter({ ...query })),
  });
};
