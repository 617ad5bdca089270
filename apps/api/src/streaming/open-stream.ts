import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventStream, EventStreams } from './event-streams.ts';

/** Whether the client would rather have server-sent events than JSON. */
export const wantsEventStream = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/event-stream') === true;

/** Takes the response from the framework and opens an event stream on it. */
export const openStream = (streams: EventStreams, reply: FastifyReply): EventStream => {
  reply.hijack();
  return streams.open(reply.raw, reply.getHeaders());
};
