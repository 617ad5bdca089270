import { createServer } from 'node:http';
import { once } from 'node:events';

/** A real HTTP server that answers with these statuses in turn, the last one for ever. */
export const serveStatuses = async (statuses: readonly number[], headers: Record<string, string> = {}) => {
  let requests = 0;
  const server = createServer((_, response) => {
    const status = statuses[Math.min(requests, statuses.length - 1)] ?? 500;
    requests += 1;
    response.writeHead(status, headers).end(`answer ${requests}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    requestCount: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
