import type { ApiEvents } from '../events.ts';
import type { ApiServer } from '../server-types.ts';

const eventStream = 'text/event-stream';

/** Times every request that ends; an event stream lasts as long as its reader stays, which is no duration to judge. */
export const measureRequests = (server: ApiServer, events: ApiEvents): void => {
  server.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.getHeader('content-type') !== eventStream) {
      events.requestFinished({
        method: request.method,
        route: request.routeOptions.url ?? 'unmatched',
        statusCode: reply.statusCode,
        durationMs: reply.elapsedTime,
      });
    }
    done();
  });
};
