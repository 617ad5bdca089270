import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { getWholeCommand } from '../../commands/get-whole-command.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands'],
  summary: 'One command as it stands',
  params: commandParamsSchema,
  response: { 200: commandViewSchema },
};

export const addGetCommand: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/commands/:id',
    schema,
    handler: async ({ params }) => getWholeCommand(ctx, params.id),
  });
};
