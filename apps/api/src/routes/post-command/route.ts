import { commandViewSchema } from '@signalbox/shared/http/command-view';
import { acceptedSchema, submitQuerySchema, submitSchema } from '@signalbox/shared/http/submit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { submitAndWait } from '../../commands/submit-and-wait.ts';
import { idempotencyHeaders, readIdempotencyKey } from '../../plugins/idempotency-key.ts';
import { toTraceContext } from '../../plugins/request-context.ts';
import type { AddRoute } from '../add-route.ts';

const schema = {
  tags: ['commands'],
  summary: 'Submit a command',
  description:
    '202 means kept: the command is stored on the bus and will be executed. With waitMs, 200 and the whole command if it ended in time. With the header Idempotency-Key, the same request again answers 200 with the same id.',
  querystring: z.strictObject(submitQuerySchema.shape),
  headers: idempotencyHeaders,
  body: submitSchema,
  response: { 200: z.union([commandViewSchema, acceptedSchema]), 202: acceptedSchema },
};

/** Who has gone away waits for nothing. */
const releaseOnClose =
  (reply: FastifyReply) =>
  (release: () => void): void => {
    reply.raw.once('close', release);
  };

export const addPostCommand: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/commands',
    schema,
    handler: async (request, reply) => {
      const result = await submitAndWait(ctx, {
        body: request.body,
        trace: toTraceContext(request.headers),
        key: readIdempotencyKey(request),
        waitMs: request.query.waitMs ?? 0,
        onWaiting: releaseOnClose(reply),
      });
      if (result.kind === 'ended') return reply.code(200).send(result.command);
      return reply
        .code(result.isRepeated ? 200 : 202)
        .header('location', result.accepted.links.self)
        .send(result.accepted);
    },
  });
};
