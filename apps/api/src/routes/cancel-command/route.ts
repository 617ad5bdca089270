import { cancelSchema, endingSchema } from '@signalbox/shared/http/cancel';
import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { cancelCommand } from '../../commands/cancel-command.ts';
import { toLinks } from '../../commands/submit-command.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands'],
  summary: 'Cancel a command',
  description:
    'One that waits for its time, for a worker or for another attempt never runs. A handler at work is told by its signal, and ended by force after a grace if it can be. What the command spawned is canceled with it. 200 with the command if it has ended by now; 202 if it is about to, or to complete in spite of it.',
  params: commandParamsSchema,
  body: cancelSchema.default({}),
  response: { 200: commandViewSchema, 202: endingSchema },
};

const defaultReason = 'Somebody asked for it through the API.';

export const addCancelCommand: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/commands/:id/cancel',
    schema,
    handler: async ({ params: { id }, body }, reply) => {
      const { kind, command } = await cancelCommand(ctx, { id, reason: body.reason ?? defaultReason });
      if (kind === 'ended') return reply.code(200).send(command);
      return reply.code(202).send({ ...command, links: toLinks(id) });
    },
  });
};
