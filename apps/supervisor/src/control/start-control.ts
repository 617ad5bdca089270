import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { checkCaller } from './check-caller.ts';
import { ControlError } from './control-error.ts';
import { routes, type ControlOptions } from './routes.ts';

export interface Control {
  url: string;
  token: string;
  close(): Promise<void>;
}

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  options: ControlOptions,
): Promise<unknown> => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  for (const [method, pattern, run] of routes) {
    const match = pattern.exec(url.pathname);
    if (match !== null && request.method === method) {
      return run({ response, url, parts: match.slice(1).map(decodeURIComponent) }, options);
    }
  }
  throw new ControlError(404, `there is no route ${request.method} ${url.pathname}`);
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const sendError = (response: ServerResponse, error: unknown): void => {
  const status = error instanceof ControlError ? error.status : 500;
  send(response, status, { status, detail: error instanceof Error ? error.message : String(error) });
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('the control port has no number'));
      else resolve(address.port);
    });
  });

/** Serves the control interface on a random port of this machine, behind a random token. */
export const startControl = async (options: ControlOptions): Promise<Control> => {
  const token = randomBytes(24).toString('base64url');
  const server = createServer();
  const port = await listen(server);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      checkCaller(request, { token, port });
      const body = await answer(request, response, options);
      if (body !== undefined) send(response, request.method === 'POST' ? 202 : 200, body);
    } catch (error) {
      sendError(response, error);
    }
  };
  server.on('request', (request, response) => void serve(request, response));
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
