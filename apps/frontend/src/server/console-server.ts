import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import type { ConsoleConfig } from './config.ts';
import { log } from './log.ts';
import { createProxy } from './proxy.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { createServiceRoutes, type Phase } from './service-routes.ts';

interface ConsoleServerOptions {
  config: ConsoleConfig;
  /** The folder of the Next application. */
  dir: string;
  isDev: boolean;
}

export interface ConsoleServer {
  url: string;
  /** Ends streams at once and other requests within two seconds. */
  stop(): Promise<void>;
}

const drainMs = 2_000;

const belongsToApi = (path: string): boolean =>
  path.startsWith('/v1/') || path.startsWith('/api/') || path === '/openapi.json';

const listen = (server: http.Server, { host, port }: ConsoleConfig): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const closeWithin = (server: http.Server, limitMs: number): Promise<void> =>
  new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });

/**
 * Serves the console: its own routes, the API behind it, and the pages, on one port.
 * Resolves when pages can be served.
 * @throws if the port is taken or the pages are not built
 */
export const startConsoleServer = async ({
  config,
  dir,
  isDev,
}: ConsoleServerOptions): Promise<ConsoleServer> => {
  let phase: Phase = 'starting';
  const proxy = createProxy(config.internalApiUrl);
  const answerServiceRoute = createServiceRoutes(config, () => phase);
  const server = http.createServer();
  const app = next({ dev: isDev, dir, hostname: config.host, port: config.port, httpServer: server });
  const servePage = app.getRequestHandler();

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (answerServiceRoute(path, request, response)) return;
    if (belongsToApi(path)) {
      proxy.forward(request, response);
      return;
    }
    setSecurityHeaders(response, isDev);
    servePage(request, response).catch((error: unknown) => {
      log('error', 'page failed', { path, err: String(error) });
      response.destroy();
    });
  });

  await listen(server, config);
  await app.prepare();
  phase = 'ready';
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`,
    stop: async () => {
      phase = 'draining';
      proxy.close();
      await closeWithin(server, drainMs);
      await app.close();
    },
  };
};
