import { actionViewSchema } from '@signalbox/shared/http/actions';
import { requireAction } from '../../actions/abort-action.ts';
import type { AddRoute } from '../add-route.ts';
import { actionParamsSchema } from '../action-params.ts';

const schema = {
  tags: ['actions'],
  summary: 'A bulk action and its progress',
  params: actionParamsSchema,
  response: { 200: actionViewSchema },
};

export const addGetAction: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/actions/:id',
    schema,
    handler: async ({ params }) => (await requireAction(ctx, params.id)).state.view,
  });
};
