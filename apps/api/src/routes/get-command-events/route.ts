import { historyItemSchema, type CommandView, type HistoryItem } from '@signalbox/shared/http/command-view';
import { z } from 'zod';
import { getCommand } from '../../commands/get-command.ts';
import { getHistory } from '../../commands/get-history.ts';
import { findCommandPast } from '../../feed/find-command-past.ts';
import { watchEvents } from '../../feed/watch-events.ts';
import { formatMessage } from '../../streaming/format-message.ts';
import { readLastEventId, resumeHeaders } from '../../streaming/last-event-id.ts';
import { openStream, wantsEventStream } from '../../streaming/open-stream.ts';
import type { AddRoute } from '../add-route.ts';
import { commandParamsSchema } from '../command-params.ts';

const schema = {
  tags: ['commands', 'live'],
  summary: 'The history of a command, as JSON or live as server-sent events',
  description:
    'With Accept: text/event-stream the history and then what happens; resumes after the event of Last-Event-ID.',
  params: commandParamsSchema,
  headers: resumeHeaders,
  response: {
    200: {
      description: 'The history, oldest first',
      content: {
        'application/json': { schema: z.object({ items: z.array(historyItemSchema) }) },
        'text/event-stream': { schema: z.string() },
      },
    },
  },
};

/**
 * The beginning of every history. It is made here, for its event may be stored after those of a fast worker; without a
 * number, for a client that gets no further begins anew.
 */
const formatAccepted = ({ id, name, queue, submittedAt }: CommandView): string => {
  const item: HistoryItem = { seq: 0, id, type: 'accepted', at: submittedAt, attempt: 0, name, queue };
  return formatMessage({ event: 'command', data: item });
};

export const addGetCommandEvents: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/commands/:id/events',
    schema,
    handler: async (request, reply) => {
      const { id } = request.params;
      if (!wantsEventStream(request)) return reply.send({ items: await getHistory(ctx, id) });
      const lastSeen = readLastEventId(request);
      const command = await getCommand(ctx, id);
      const stream = openStream(ctx.streams, reply);
      if (lastSeen === undefined) stream.send(formatAccepted(command));
      try {
        await watchEvents(ctx, {
          stream,
          wants: (item) => item.id === id && item.type !== 'accepted',
          findPast: () => findCommandPast(ctx, { id, lastSeen }),
        });
      } catch (error) {
        request.log.warn({ requestId: request.id, err: error }, 'event stream ended; its client resumes');
        stream.end();
      }
      return reply;
    },
  });
};
