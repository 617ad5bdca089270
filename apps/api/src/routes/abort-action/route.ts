import { actionViewSchema } from '@signalbox/shared/http/actions';
import { z } from 'zod';
import { abortAction } from '../../actions/abort-action.ts';
import type { AddRoute } from '../add-route.ts';
import { actionParamsSchema } from '../action-params.ts';

const schema = {
  tags: ['actions'],
  summary: 'End a bulk action before its time',
  description: 'What it has done stays done. One that has ended stays as it is.',
  params: actionParamsSchema,
  body: z.strictObject({}).default({}),
  response: { 200: actionViewSchema },
};

export const addAbortAction: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/actions/:id/abort',
    schema,
    handler: async ({ params }) => abortAction(ctx, params.id),
  });
};
