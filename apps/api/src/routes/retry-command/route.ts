import { replaySchema } from '@signalbox/shared/http/replay';
import { acceptedSchema } from '@signalbox/shared/http/submit';
import { replayCommand } from '../../commands/replay-command.ts';
import { readIdempotencyKey } from '../../plugins/idempotency-key.ts';
import { toTraceContext } from '../../plugins/request-context.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands'],
  summary: 'Replay a command that has ended',
  description:
    'Submits it again as a new command that names it in replayOf: same name, queue, priority, tags, limits and retry; the same input, or the one given. It runs now, whenever the first one was due. With the header Idempotency-Key, the same request again answers 200 with the same id.',
  params: commandParamsSchema,
  body: replaySchema.default({}),
  response: { 200: acceptedSchema, 202: acceptedSchema },
};

export const addRetryCommand: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/commands/:id/retry',
    schema,
    handler: async (request, reply) => {
      const { accepted, isRepeated } = await replayCommand(ctx, {
        id: request.params.id,
        body: request.body,
        trace: toTraceContext(request.headers),
        key: readIdempotencyKey(request),
      });
      return reply
        .code(isRepeated || accepted.isDuplicate ? 200 : 202)
        .header('location', accepted.links.self)
        .send(accepted);
    },
  });
};
