import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import type { ServiceHealth } from './create-health.ts';
import type { HealthRoute } from './health-answer.ts';

export interface RouteAnswer {
  statusCode?: number;
  contentType: string;
  body: string;
}

/** Further routes by path; these and `metrics` are called once a request. */
export type ExtraRoutes = Readonly<Record<string, () => RouteAnswer | Promise<RouteAnswer>>>;

export interface ServeHealthOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  metrics?: () => Promise<RouteAnswer>;
  routes?: ExtraRoutes;
}

export interface HealthServer {
  /** Where others on the network reach it. */
  url: string;
  close(): Promise<void>;
}

const isHealthRoute = (path: string): path is HealthRoute =>
  path === '/livez' || path === '/readyz' || path === '/health';

const write = (response: ServerResponse, answer: RouteAnswer): void => {
  response
    .writeHead(answer.statusCode ?? 200, { 'content-type': answer.contentType, 'cache-control': 'no-store' })
    .end(answer.body);
};

const writeProblem = (response: ServerResponse, status: number, title: string): void =>
  write(response, {
    statusCode: status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title, status }),
  });

const createHandler = (health: ServiceHealth, { metrics, routes }: ServeHealthOptions) => {
  const extra: ExtraRoutes = { ...(metrics && { '/metrics': metrics }), ...routes };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) return writeProblem(response, 405, 'Use GET');
    const route = Object.hasOwn(extra, path) ? extra[path] : undefined;
    if (route) return write(response, await route());
    if (!isHealthRoute(path)) return writeProblem(response, 404, 'There is no such route');
    return write(response, health.answer(path, new URLSearchParams(query).has('verbose')));
  };
};

const listen = async (server: Server, host: string, port: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', (cause) =>
    reject(
      new Error(`cannot serve health on ${host}:${port}: ${cause.message}; free the port or set another`, {
        cause,
      }),
    ),
  );
  server.listen(port, host, () => resolve(undefined));
  await promise;
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
};

/** A wildcard address says where to listen, not where to be found. */
const toReachableHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
};

/**
 * Serves /livez, /readyz, /health and, if given, /metrics and further routes.
 * @throws Error naming host and port when they cannot be had
 */
export const serveHealth = async (
  health: ServiceHealth,
  options: ServeHealthOptions,
): Promise<HealthServer> => {
  const handle = createHandler(health, options);
  const server = createServer((request, response) => {
    handle(request, response).catch(() => writeProblem(response, 500, 'Something unexpected happened'));
  });
  const port = await listen(server, options.host, options.port);
  return {
    url: `http://${toReachableHost(options.host)}:${port}`,
    async close() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => resolve(undefined));
      server.closeAllConnections();
      await promise;
    },
  };
};
