import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Problem } from '@signalbox/shared/http/problem';

/** Headers that speak of one connection and are not passed on (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

type Headers = IncomingMessage['headers'];

const passOn = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

const toUpstreamHeaders = (request: IncomingMessage, target: URL): Headers => ({
  ...passOn(request.headers),
  host: target.host,
  'x-forwarded-for': [request.headers['x-forwarded-for'], request.socket.remoteAddress]
    .filter(Boolean)
    .join(', '),
  'x-forwarded-host': request.headers['x-forwarded-host'] ?? request.headers.host,
  'x-forwarded-proto': request.headers['x-forwarded-proto'] ?? 'http',
});

const unreachable = (requestId: string): Problem => ({
  type: 'about:blank',
  title: 'The API cannot be reached',
  status: 503,
  detail:
    'The console is up, but the API behind it does not answer. Try again in a moment; “npx signalbox status” tells whether the API runs.',
  code: 'api.unreachable',
  requestId,
});

const answerUnreachable = (response: ServerResponse): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = unreachable(randomUUID());
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'retry-after': '1',
  });
  response.end(JSON.stringify(problem));
};

const isReplayable = (request: IncomingMessage): boolean =>
  request.method === 'GET' || request.method === 'HEAD';

/** Passes requests to the API as they are, streams included; the target may differ from run to run. */
export interface Proxy {
  forward(request: IncomingMessage, response: ServerResponse): void;
  /** Ends every open stream and connection to the API. */
  close(): void;
}

export const createProxy = (target: URL): Proxy => {
  const client = target.protocol === 'https:' ? https : http;
  const agent = new client.Agent({ keepAlive: true, maxFreeSockets: 16 });
  const open = new Set<ServerResponse>();

  const send = (request: IncomingMessage, response: ServerResponse, isSecondTry: boolean): void => {
    const upstream = client.request(new URL(request.url ?? '/', target), {
      method: request.method,
      headers: toUpstreamHeaders(request, target),
      agent,
    });
    upstream.setNoDelay(true);
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, passOn(answer.headers));
      response.flushHeaders();
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    upstream.on('error', () => {
      // A kept connection may be closed by the API in the moment it is used again.
      const isStale = upstream.reusedSocket && !isSecondTry && isReplayable(request) && !response.headersSent;
      if (isStale && !response.destroyed) send(request, response, true);
      else answerUnreachable(response);
    });
    response.on('close', () => upstream.destroy());
    if (isReplayable(request)) upstream.end();
    else request.pipe(upstream);
  };

  return {
    forward: (request, response) => {
      open.add(response);
      response.on('close', () => open.delete(response));
      send(request, response, false);
    },
    close: () => {
      for (const response of open) response.destroy();
      agent.destroy();
    },
  };
};
