import { AppError } from '@signalbox/shared/errors/app-error';
import { problemSchema } from '@signalbox/shared/http/problem';
import { batchSchema } from '@signalbox/shared/http/submit';
import { commandIdSchema } from '@signalbox/shared/ids';
import { commandStatusSchema } from '@signalbox/shared/status/status';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { submitBatch, type BatchItem } from '../../commands/submit-batch.ts';
import { toTraceContext } from '../../plugins/request-context.ts';
import { toAppError } from '../../plugins/to-app-error.ts';
import { toProblem } from '../../plugins/to-problem.ts';
import type { AddRoute } from '../add-route.ts';

const itemSchema = z.union([
  z.object({
    index: z.int(),
    id: commandIdSchema,
    status: commandStatusSchema,
    isDuplicate: z.literal(true).optional(),
  }),
  z.object({ index: z.int(), problem: problemSchema }),
]);

const schema = {
  tags: ['commands'],
  summary: 'Submit up to 1,000 commands',
  description:
    'Each item is a body of POST /v1/commands and is judged for itself; one bad item does not sink the rest.',
  body: batchSchema,
  response: { 207: z.object({ items: z.array(itemSchema) }) },
};

/** Taking no notice of the header would let a repetition run everything twice. */
const refuseKey = ({ headers }: FastifyRequest): void => {
  if (headers['idempotency-key'] === undefined) return;
  throw new AppError('request.invalid', 'A batch takes no Idempotency-Key; see errors.', {
    errors: [
      {
        pointer: '/headers/idempotency-key',
        detail: 'is for single commands: leave it out, or submit one by one',
      },
    ],
  });
};

const toItem = ({ index, outcome }: BatchItem, request: FastifyRequest): z.infer<typeof itemSchema> => {
  if ('accepted' in outcome) {
    const { id, status, isDuplicate } = outcome.accepted;
    return { index, id, status, ...(isDuplicate && { isDuplicate }) };
  }
  return { index, problem: toProblem(toAppError(outcome.error, request), request.id) };
};

export const addPostBatch: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/v1/commands/batch',
    schema,
    handler: async (request, reply) => {
      refuseKey(request);
      const items = await submitBatch(ctx, request.body.commands, toTraceContext(request.headers));
      return reply.code(207).send({ items: items.map((item) => toItem(item, request)) });
    },
  });
};
