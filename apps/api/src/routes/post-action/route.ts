import { actionCreateSchema, actionPreviewSchema, actionViewSchema } from '@signalbox/shared/http/actions';
import { beginAction, previewAction } from '../../actions/begin-action.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['actions'],
  summary: 'Retry, cancel or delete all commands that a filter finds',
  description:
    'The filter has the parameters of GET /v1/commands. With dryRun 200 with how many there are and some of them; else 202, and the action is done in the background, at its rate, and gone on with if its API process dies. It goes by the history, which hears of a new command within a second; commands that are submitted later are not part of it, and those whose state does not allow it are skipped.',
  body: actionCreateSchema,
  response: { 200: actionPreviewSchema, 202: actionViewSchema },
};

export const addPostAction: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/commands/actions',
    schema,
    handler: async ({ body }, reply) => {
      if (body.dryRun) return reply.code(200).send(await previewAction(ctx, body));
      const action = await beginAction(ctx, body);
      return reply.code(202).header('location', `/v1/actions/${action.id}`).send(action);
    },
  });
};
