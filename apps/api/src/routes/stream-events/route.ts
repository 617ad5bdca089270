import { queueSchema } from '@signalbox/shared/commands/envelope';
import { historyItemSchema } from '@signalbox/shared/http/command-view';
import { commandIdSchema } from '@signalbox/shared/ids';
import { z } from 'zod';
import { createEventFilter, type EventFilterOptions } from '../../feed/event-filter.ts';
import { resumeAfter, watchEvents } from '../../feed/watch-events.ts';
import { readLastEventId, resumeHeaders } from '../../streaming/last-event-id.ts';
import { openStream } from '../../streaming/open-stream.ts';
import type { AddRoute } from '../add-route.ts';

const listOf = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .pipe(z.array(item).min(1).max(1_000))
    .optional();

const eventType = historyItemSchema.shape.type;

const querySchema = z.strictObject({
  name: listOf(z.string()).describe('Command names, comma separated'),
  queue: listOf(queueSchema).describe('Queues, comma separated'),
  type: listOf(eventType).describe('Event types, comma separated'),
  status: listOf(z.enum([...eventType.options, 'running'])).describe(
    'As type; running is started and progress',
  ),
  id: listOf(commandIdSchema).describe('Command ids, comma separated'),
});

const schema = {
  tags: ['live'],
  summary: 'What happens to commands, live, as server-sent events',
  description:
    'Begins now, or after the event of Last-Event-ID. Each event is `event: command` with a history item.',
  querystring: querySchema,
  headers: resumeHeaders,
  response: {
    200: { description: 'Never ends by itself', content: { 'text/event-stream': { schema: z.string() } } },
  },
};

const toTypes = ({ type, status }: z.output<typeof querySchema>): string[] | undefined => {
  if (!type && !status) return undefined;
  const ofStatus = (status ?? []).flatMap((word) => (word === 'running' ? ['started', 'progress'] : [word]));
  return [...(type ?? []), ...ofStatus];
};

const toOptions = (query: z.output<typeof querySchema>): EventFilterOptions => {
  const types = toTypes(query);
  return {
    ...(query.id && { ids: query.id }),
    ...(query.name && { names: query.name }),
    ...(query.queue && { queues: query.queue }),
    ...(types && { types }),
  };
};

export const addStreamEvents: AddRoute = (server, ctx) => {
  server.route({
    method: 'GET',
    url: '/v1/events',
    schema,
    handler: async (request, reply) => {
      const lastSeen = readLastEventId(request);
      const wants = createEventFilter(toOptions(request.query));
      const stream = openStream(ctx.streams, reply);
      const findPast = async () => (lastSeen === undefined ? undefined : resumeAfter(lastSeen));
      try {
        await watchEvents(ctx, { stream, wants, findPast });
      } catch (error) {
        request.log.warn({ requestId: request.id, err: error }, 'event stream ended; its client resumes');
        stream.end();
      }
      return reply;
    },
  });
};
