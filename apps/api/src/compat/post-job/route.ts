import { z } from 'zod';
import { submitAndWait } from '../../commands/submit-and-wait.ts';
import { readIdempotencyKey } from '../../plugins/idempotency-key.ts';
import { toTraceContext } from '../../plugins/request-context.ts';
import type { AddRoute } from '../../routes/add-route.ts';
import { toJobId } from '../job-id.ts';
import { toCatalogName } from '../names.ts';
import { withOriginalText } from '../original-texts.ts';

const schema = {
  tags: ['compatible'],
  summary: 'Submit a command as open-notebook does',
  body: z.object({
    command: z.string().min(1).max(200).describe('process_text, analyze_data or a name of the catalog'),
    app: z.string().max(200).optional(),
    input: z.record(z.string(), z.unknown()).default({}),
  }),
  response: {
    200: z.object({ job_id: z.string(), status: z.literal('submitted'), message: z.string() }),
  },
};

export const addPostJob: AddRoute = (server, ctx) => {
  server.route({
    method: 'POST',
    url: '/api/commands/jobs',
    schema,
    handler: async (request, reply) => {
      const { command, app, input } = request.body;
      const body = { name: toCatalogName(command, app), input };
      const result = await submitAndWait(ctx, {
        body,
        trace: toTraceContext(request.headers),
        key: readIdempotencyKey(request),
        waitMs: 0,
        onWaiting: () => undefined,
      }).catch((error: unknown) => {
        throw withOriginalText(error, body);
      });
      const { id } = result.kind === 'accepted' ? result.accepted : result.command;
      const message = `Command '${command}' submitted successfully`;
      return reply.send({ job_id: toJobId(id), status: 'submitted', message });
    },
  });
};
